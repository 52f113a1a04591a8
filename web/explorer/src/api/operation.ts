/** What the API can be asked: its text, and in its type what it takes and gives. */
export interface Operation<Data, Variables> {
  readonly name: string;
  readonly text: string;
  /** Never there; carries the types. */
  readonly types?: (variables: Variables) => Data;
}
