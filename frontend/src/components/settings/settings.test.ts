import { fireEvent } from "@testing-library/svelte";
import { expect, test } from "vitest";

import { all, by, click, drawn, notices, openWindow, press } from "../../../tests/window";

test("a switch turns when it is stored, and stays with a notice when it is refused", async () => {
  const { backend } = await openWindow();
  await fireEvent.click(by("nav-settings"));
  await drawn();
  const control = by("settings-sort_ignores_articles");
  expect(control.getAttribute("aria-checked")).toBe("true");
  await fireEvent.click(control);
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

test("a setting that was changed can be what it was at first again", async () => {
  const { backend } = await openWindow();
  await click("nav-settings");
  expect(by("settings-reset-scan_on_start")).toHaveProperty("disabled", true);
  await click("settings-scan_on_start");
  expect(backend.settings.scan_on_start).toBe(false);
  await click("settings-reset-scan_on_start");
  expect(backend.settings.scan_on_start).toBe(true);
  expect(notices()).toEqual(["Reset the setting scan_on_start"]);
});

test("playing is set by switches, choices and sliders, each by its own name", async () => {
  const { backend } = await openWindow((fake) => {
    fake.player.devices = [{ name: "auto", description: "The system’s choice" }, { name: "alsa/1", description: "Headphones" }];
  });
  await click("nav-settings");
  await fireEvent.change(by("settings-output_device"), { target: { value: "alsa/1" } });
  await click(by("settings-replaygain").querySelector("input[value=album]") ?? document.body);
  await press("ArrowRight", {}, by("settings-crossfade_ms"));
  await press("ArrowLeft", {}, by("settings-replaygain_preamp_db"));
  await click("settings-replaygain_prevent_clipping");
  await click("settings-notifications");
  await click("settings-tray_icon");
  expect(backend.settings).toMatchObject({
    output_device: "alsa/1", replaygain: "album", crossfade_ms: 500, replaygain_preamp_db: -0.5,
    replaygain_prevent_clipping: false, notifications: true, tray_icon: false,
  });
  expect(by("settings-crossfade_ms").getAttribute("aria-valuetext")).toBe("0.5 s");
  await click("settings-reset-crossfade_ms");
  expect(by("settings-crossfade_ms").getAttribute("aria-valuetext")).toBe("Off");
});

test("an output that is not there any more is still said to be chosen", async () => {
  await openWindow((fake) => {
    fake.settings = { ...fake.settings, output_device: "usb/dac" };
  });
  await click("nav-settings");
  expect((by("settings-output_device") as HTMLSelectElement).selectedOptions[0]?.textContent).toBe("usb/dac (not there now)");
});
