/** A story that fails, so that what it says of its window can be read. */
import { runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const page = await open();
  await signIn(page, "reviewer1");
  await waitForPage(page, "Review");
  await page.route("**/absent", (route) => route.abort());
  await page.evaluate(() => fetch("/absent").catch(() => console.error("it was not answered")));
  page.setDefaultTimeout(1);
  await waitForPage(page, "A page that is nowhere");
});
