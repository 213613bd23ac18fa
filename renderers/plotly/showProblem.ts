/** Says in place of a picture why there is none. */
export function showProblem(element: HTMLElement, message: string): void {
  const note = element.ownerDocument.createElement("p");
  note.className = "problem";
  note.setAttribute("role", "alert");
  note.textContent = message;
  element.replaceChildren(note);
}
