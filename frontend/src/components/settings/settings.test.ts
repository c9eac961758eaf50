import { fireEvent } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { all, by, drawn, openWindow } from "../../../tests/window";

test("a switch turns when it is stored, and stays with a notice when it is refused", async () => {
  const { backend } = await openWindow();
  await fireEvent.click(by("nav-settings"));
  await drawn();
  const control = by("settings-sort_ignores_articles");
  expect(control.getAttribute("aria-checked")).toBe("true");
  control.click();
  expect(control.getAttribute("aria-checked")).toBe("true");
  await drawn();
  expect(control.getAttribute("aria-checked")).toBe("false");
  expect(backend.settings.sort_ignores_articles).toBe(false);

  backend.fail("settings_set", { message: "The disk is full.", hint: "Make room." });
  await fireEvent.click(control);
  await drawn();
  expect(control.getAttribute("aria-checked")).toBe("false");
  expect(all("toast").map((toast) => toast.textContent)).toEqual([expect.stringContaining("The disk is full.")]);
});

test("a setting that another window or the command line changes is shown", async () => {
  const { backend } = await openWindow();
  await fireEvent.click(by("nav-settings"));
  await drawn();
  void backend.request("settings_set", { key: "scan_on_start", value: false });
  await drawn();
  expect(by("settings-scan_on_start").getAttribute("aria-checked")).toBe("false");
});
