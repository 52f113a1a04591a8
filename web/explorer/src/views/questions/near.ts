/** The questions whose ids share most words with an id that is none. */
export function near<Q extends { readonly id: string }>(id: string, questions: readonly Q[], most = 5): Q[] {
  const words = new Set(id.toLowerCase().split(/[^a-z]+/));
  const shared = (question: Q) => question.id.split("-").filter((word) => words.has(word)).length;
  return questions.toSorted((a, b) => shared(b) - shared(a)).slice(0, most);
}
