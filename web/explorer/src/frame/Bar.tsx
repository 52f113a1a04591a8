import { CircleHelp, Menu as MenuIcon, Search } from "lucide-react";
import { Menu, MenuButton, MenuItem, MenuProvider } from "@ariakit/react";
import { address, type View } from "../addresses.ts";
import { useCaller } from "../api/useCaller.ts";
import { Button, buttonClass } from "../parts/Button.tsx";
import { Hidden } from "../parts/Hidden.tsx";
import { Link } from "../parts/Link.tsx";
import { LINKS } from "../routes.ts";
import menu from "../parts/menu.module.css";
import styles from "./Bar.module.css";
import { FindField } from "./FindField.tsx";
import { findOpen } from "./finding.ts";
import { helpOpen } from "./Help.tsx";
import { Mark } from "./Mark.tsx";
import { ThemeButton } from "./ThemeButton.tsx";

/** The bar on top of every page. */
export function Bar({ view }: { view: View | undefined }) {
  const caller = useCaller();
  const links = LINKS.filter(({ editor }) => !editor || caller?.role === "EDITOR");
  return (
    <header className={styles.bar}>
      <Link to={address({ view: "home" })} className={styles.brand}>
        <Mark />
        journeygraph
      </Link>
      <nav aria-label="Views" className={styles.links}>
        {links.map(({ view: to, link }) => (
          <Link key={to} to={address({ view: to })} className={styles.link} aria-current={to === view ? "page" : undefined}>
            {link}
          </Link>
        ))}
      </nav>
      <LinksMenu view={view} links={links} />
      <div className={styles.tools}>
        {view === "home" ? null : (
          <div className={styles.field}>
            <FindField />
          </div>
        )}
        <Button look="quiet" round className={styles.narrow} aria-label="Find anything" onClick={() => findOpen.set(true)}>
          <Search size={16} aria-hidden />
        </Button>
        <ThemeButton />
        <Button look="quiet" round aria-label="Help" title="Help (?)" onClick={() => helpOpen.set(true)}>
          <CircleHelp size={16} aria-hidden />
        </Button>
      </div>
    </header>
  );
}

/** The same links where there is no room for them. */
function LinksMenu({ view, links }: { view: View | undefined; links: typeof LINKS }) {
  return (
    <div className={styles.narrow}>
      <MenuProvider>
        <MenuButton className={buttonClass("quiet")}>
          <MenuIcon size={16} aria-hidden />
          <Hidden>Views: </Hidden>
          {LINKS.find(({ view: to }) => to === view)?.link ?? "Menu"}
        </MenuButton>
        <Menu className={menu.menu} gutter={4}>
          {links.map(({ view: to, link }) => (
            <MenuItem
              key={to}
              className={menu.item}
              aria-current={to === view ? "page" : undefined}
              render={<Link to={address({ view: to })} />}
            >
              {link}
            </MenuItem>
          ))}
        </Menu>
      </MenuProvider>
    </div>
  );
}
