import { kept, store } from "../store.ts";

/** The token that goes with each request; it is forgotten with the tab. */
export const token = kept<string>("token", "", () => sessionStorage);

/** Whether the server wants to know who asks, and why it took what it got not for good. */
export const asked = store<string | undefined>(undefined);
