/** The colours a person has chosen, put on the page. */

/** Keep the page in a theme, as long as the component that calls this is there. */
export function followTheme(theme: () => "system" | "light" | "dark"): void {
  $effect(() => {
    const chosen = theme();
    if (chosen === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  });
}
