/** An administrator goes from the strip of a webhook's last deliveries to one of them, by keyboard alone. */
import assert from "node:assert/strict";
import { audit, base, picture, runStory, signIn, waitForPage } from "./browser.mjs";

const hook = "https://one.example/hook";
const looks = {
  light: { viewport: { width: 1280, height: 860 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 860 }, colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
};

await runStory(async (open) => {
  for (const [look, options] of Object.entries(looks)) {
    const page = await open({ reducedMotion: "reduce", ...options });
    await signIn(page, "admin", "/webhooks");
    await waitForPage(page, "Webhooks");
    const strip = page.getByRole("group", { name: `The last deliveries: ${hook}` });
    await strip.waitFor();
    await audit(page, `the strips, ${look}`);
    await picture(page, `strips-${look}`);
    const links = strip.getByRole("link");
    assert.equal(await links.count(), 100, "the last hundred");
    assert.equal(await strip.locator("a[tabindex='0']").count(), 1, "one stop of Tab");

    await strip.locator("a[tabindex='0']").focus();
    assert.match(await focused(page), /^birth\.issued, Delivered, /, "the newest");
    await page.keyboard.press("ArrowLeft");
    assert.match(await focused(page), /^birth\.registered, Waiting, /);
    await page.keyboard.press("ArrowLeft");
    const failed = await focused(page);
    assert.match(failed, /^birth\.rejected, Failed, /);
    await page.keyboard.press("Enter");
    await waitForPage(page, hook);
    const one = page.locator("section", {
      has: page.getByRole("heading", { name: "One delivery" }),
    });
    await one.getByText("birth.rejected").waitFor();
    await one.getByText("Failed").waitFor();
    await strip.waitFor();
    await audit(page, `one delivery, ${look}`);
    await picture(page, `delivery-${look}`);
    await one.getByRole("link", { name: "All deliveries" }).press("Enter");
    await one.waitFor({ state: "detached" });

    // What is done in the list below shows in the strip.
    if (look === "narrow") {
      const row = page.getByRole("listitem").filter({ hasText: "webhook.birth.rejected" });
      await row.getByRole("button", { name: "Try again" }).click();
      await strip.getByRole("link", { name: /^birth\.rejected, Waiting/ }).waitFor();
    }
    await page.goto(`${base}/webhooks/none?delivery=none`);
    await page.getByText("This delivery is not kept any more.").waitFor();
    await page.context().close();
  }
});

function focused(page) {
  return page.evaluate(() => document.activeElement.getAttribute("aria-label"));
}
