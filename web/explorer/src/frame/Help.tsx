import { Dialog, DialogDismiss, DialogHeading } from "@ariakit/react";
import { X } from "lucide-react";
import { address } from "../addresses.ts";
import { KEYS, singleKeys, useKeys } from "../keys.ts";
import { buttonClass } from "../parts/Button.tsx";
import { Link } from "../parts/Link.tsx";
import { store, useStore } from "../store.ts";
import dialog from "./Dialog.module.css";
import styles from "./Help.module.css";

export const helpOpen = store(false);

const PLACES = [...new Set(Object.values(KEYS).map(({ where }) => where))];

/** What keys do, and whether single letters do anything. */
export function Help() {
  const single = useStore(singleKeys);
  useKeys({ help: () => helpOpen.set(true) });
  return (
    <Dialog
      open={useStore(helpOpen)}
      onClose={() => helpOpen.set(false)}
      unmountOnHide
      className={dialog.dialog}
      backdrop={<div className={dialog.backdrop} />}
    >
      <div className={dialog.head}>
        <DialogHeading>Keys</DialogHeading>
        <DialogDismiss className={buttonClass("quiet", true)} aria-label="Close">
          <X size={16} aria-hidden />
        </DialogDismiss>
      </div>
      {PLACES.map((place) => (
        <table key={place} className={styles.keys}>
          <caption>{place}</caption>
          <tbody>
            {Object.entries(KEYS).map(([name, { press, says, where }]) =>
              where === place ? (
                <tr key={name}>
                  <th scope="row">
                    {press.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </th>
                  <td>{says}</td>
                </tr>
              ) : null,
            )}
          </tbody>
        </table>
      ))}
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={single === "on"}
          onChange={({ target }) => singleKeys.set(target.checked ? "on" : "off")}
        />
        Single letters and signs do something; without them, Ctrl+K finds and Escape closes.
      </label>
      <p className={styles.about}>
        <Link to={address({ view: "about" })} onClick={() => helpOpen.set(false)}>
          About this explorer
        </Link>
        , with the licences of what it is made of. <a href="/graphql">GraphiQL</a> asks the API itself.
      </p>
    </Dialog>
  );
}
