import { Columns2, Rows3 } from "lucide-react";
import { Menu, MenuButton, MenuItemCheckbox, MenuItemRadio, MenuProvider } from "@ariakit/react";
import { buttonClass } from "../../parts/Button.tsx";
import menu from "../../parts/menu.module.css";
import { type Lane, laneName } from "./lanes.ts";
import type { Journey, Zoom } from "./model.ts";

/** The lanes that are shown; lanes can be hidden and never move. */
export function LanesMenu({ zoom, lanes, possible, onLanes }: {
  zoom: Zoom;
  lanes: readonly Lane[];
  /** Those that there are at this zoom. */
  possible: readonly Lane[];
  onLanes: (lanes: readonly Lane[]) => void;
}) {
  return (
    <MenuProvider values={{ lanes: [...lanes] }} setValues={({ lanes: next }) => onLanes(possible.filter((lane) => next?.includes(lane)))}>
      <MenuButton className={buttonClass()}>
        <Rows3 size={15} aria-hidden />
        <span className={menu.wide}>Lanes</span> {lanes.length}
      </MenuButton>
      <Menu className={menu.menu} gutter={4}>
        {possible.map((lane) => (
          <MenuItemCheckbox key={lane} name="lanes" value={lane} className={menu.item} hideOnClick={false}>
            <span className={menu.check} aria-hidden>
              {lanes.includes(lane) ? "✓" : ""}
            </span>
            {laneName(lane, zoom)}
          </MenuItemCheckbox>
        ))}
      </Menu>
    </MenuProvider>
  );
}

/** Puts another journey beside this one: what it revises, or what revises it. */
export function CompareMenu({ journey, beside, changesOnly, onChange }: {
  journey: Journey;
  beside: string;
  changesOnly: boolean;
  onChange: (beside: string, changesOnly: boolean) => void;
}) {
  const others = [...journey.revises.edges, ...journey.revisedBy.edges].map(({ node }) => node);
  return (
    <MenuProvider
      values={{ beside, only: changesOnly ? ["only"] : [] }}
      setValues={(next) => onChange(next.beside, next.only.length > 0)}
    >
      <MenuButton className={buttonClass()}>
        <Columns2 size={15} aria-hidden />
        <span className={menu.wide}>Compare</span>
      </MenuButton>
      <Menu className={menu.menu} gutter={4}>
        {others.length === 0 ? (
          <p className={menu.note}>Nothing revises this journey, and it revises nothing. Personas are compared by their curves.</p>
        ) : (
          [{ key: "", name: "Nothing", state: null }, ...others].map(({ key, name, state }) => (
            <MenuItemRadio key={key} name="beside" value={key} className={menu.item} hideOnClick>
              <span className={menu.check} aria-hidden>
                {beside === key ? "✓" : ""}
              </span>
              {name}
              {state ? <span className={menu.more}>{state === "TO_BE" ? "to-be" : "as-is"}</span> : null}
            </MenuItemRadio>
          ))
        )}
        {beside ? (
          <MenuItemCheckbox name="only" value="only" className={`${menu.item} ${menu.apart}`} hideOnClick={false}>
            <span className={menu.check} aria-hidden>
              {changesOnly ? "✓" : ""}
            </span>
            Changes only
          </MenuItemCheckbox>
        ) : null}
      </Menu>
    </MenuProvider>
  );
}
