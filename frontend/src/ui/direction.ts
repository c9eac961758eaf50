/** Which way a text runs. */

/**
 * Have a text run the way its letters do. A long one is then cut at its end, left or right.
 *
 * For texts that change often: Svelte would set a `dir` of the markup anew with each of them, and the browser lay out.
 */
export function byItsLetters(element: HTMLElement): void {
  element.dir = "auto";
}
