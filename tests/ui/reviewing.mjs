/** What stories do as a reviewer: the next pair is taken and merged by the keyboard. */
import { signIn, waitForPage } from "./browser.mjs";

/** Sign in as a reviewer who merges the next pair. */
export async function mergeNextPair(reviewer) {
  await signIn(reviewer, "reviewer1");
  await waitForPage(reviewer, "Review");
  await reviewer.keyboard.press("n");
  await reviewer.getByRole("table").first().waitFor();
  await reviewer.keyboard.press("m");
  await reviewer.getByRole("alertdialog").waitFor();
  await reviewer.keyboard.press("Enter");
  await reviewer.getByRole("alertdialog").waitFor({ state: "detached" });
}
