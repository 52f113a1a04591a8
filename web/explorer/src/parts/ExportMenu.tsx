import { Menu, MenuButton, MenuItem, MenuProvider } from "@ariakit/react";
import { Download } from "lucide-react";
import { buttonClass } from "./Button.tsx";
import menu from "./menu.module.css";

/** Ways to take what is shown along. */
export function ExportMenu({ ways }: { ways: readonly { word: string; run: () => void | Promise<void> }[] }) {
  return (
    <MenuProvider>
      <MenuButton className={buttonClass()}>
        <Download size={15} aria-hidden />
        <span className={menu.wide}>Export</span>
      </MenuButton>
      <Menu className={menu.menu} gutter={4}>
        {ways.map(({ word, run }) => (
          <MenuItem key={word} className={menu.item} onClick={() => void run()}>
            {word}
          </MenuItem>
        ))}
      </Menu>
    </MenuProvider>
  );
}
