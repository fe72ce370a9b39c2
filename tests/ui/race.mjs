/** Two reviewers ask at once where one pair is left, each in a browser of their own. */
import assert from "node:assert/strict";
import { at, signIn, tell } from "./browser.mjs";

await tell(async (open) => {
  const names = ["reviewer1", "reviewer2"];
  const pages = await Promise.all(names.map(() => open()));
  await Promise.all(pages.map((page, number) => signIn(page, names[number])));
  await Promise.all(pages.map((page) => at(page, "Review")));

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
