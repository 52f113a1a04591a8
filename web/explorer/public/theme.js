// Runs before the first paint, so that a chosen theme never flashes as the other one.
try {
  var theme = localStorage.getItem("journeygraph.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch (error) {
  // Without storage, the system's theme holds.
}
