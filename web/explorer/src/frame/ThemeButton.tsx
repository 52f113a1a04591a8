import { Moon, Sun, SunMoon } from "lucide-react";
import { Button } from "../parts/Button.tsx";
import { useStore } from "../store.ts";
import { type Theme, theme } from "./theme.ts";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICONS = { system: SunMoon, light: Sun, dark: Moon };
const WORDS = { system: "as the system has it", light: "light", dark: "dark" };

/** Goes from the system's theme to light, to dark, and back. */
export function ThemeButton() {
  const chosen = useStore(theme);
  const Icon = ICONS[chosen];
  return (
    <Button
      look="quiet"
      round
      aria-label={`Theme: ${WORDS[chosen]}`}
      title={`Theme: ${WORDS[chosen]}`}
      onClick={() => theme.set(NEXT[chosen])}
    >
      <Icon size={16} aria-hidden />
    </Button>
  );
}
