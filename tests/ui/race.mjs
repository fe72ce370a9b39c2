/** Two reviewers ask for the last pair at once, each in a browser of their own. */
import assert from "node:assert/strict";
import { runStory, signIn, waitForPage } from "./browser.mjs";

await runStory(async (open) => {
  const names = ["reviewer1", "reviewer2"];
  const pages = await Promise.all(names.map(() => open()));
  await Promise.all(pages.map((page, number) => signIn(page, names[number])));
  await Promise.all(pages.map((page) => waitForPage(page, "Review")));

  await Promise.all(pages.map((page) => page.keyboard.press("n")));

  const outcomes = await Promise.all(
    pages.map((page) =>
      Promise.any([
        page
          .getByRole("table")
          .waitFor()
          .then(() => "a pair"),
        page
          .getByText("No pair is left for you.")
          .waitFor()
          .then(() => "none"),
      ]),
    ),
  );
  assert.deepEqual(outcomes.toSorted(), ["a pair", "none"]);
});
