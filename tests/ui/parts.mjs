/** Every part in every state looks as in the pictures that are kept beside this; SELFSAME_PARTS_ANEW=yes takes them anew. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { audit, base, runStory, signIn } from "./browser.mjs";

const here = import.meta.dirname;
const kept = join(here, "pictures");
const differing = join(here, "differing");
const fonts = join(here, "..", "..", "db", "templates", "fonts");
const looks = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  "right-to-left": { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  narrow: { viewport: { width: 360, height: 740 }, colorScheme: "light" },
};
/** The mean difference of a tile's pixels, of 255: edges of letters differ by less between browsers. */
const TOLERANCE = 8;

await runStory(async (open) => {
  const faults = [];
  rmSync(differing, { recursive: true, force: true });
  for (const [look, options] of Object.entries(looks)) {
    const page = await open({
      ...options,
      reducedMotion: "reduce",
      timezoneId: "UTC",
      bypassCSP: true,
    });
    await signIn(page, "reviewer1", "/console/parts");
    await page.getByRole("heading", { level: 1, name: "Parts" }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".bars:has(rect)").length === 2);
    await audit(page, `the parts, ${look}`);
    if (look === "right-to-left") await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await setFonts(page);
    const picture = await page.locator("main").screenshot({ animations: "disabled" });
    const file = join(kept, `parts-${look}.png`);
    if (process.env.ANEW === "yes") {
      mkdirSync(kept, { recursive: true });
      writeFileSync(file, picture);
    }
    const fault = existsSync(file)
      ? await difference(page, readFileSync(file), picture)
      : "there is no picture to compare it with";
    if (fault !== null) {
      mkdirSync(differing, { recursive: true });
      writeFileSync(join(differing, `parts-${look}.png`), picture);
      faults.push(`${look}: ${fault}`);
    }
    await page.context().close();
  }
  assert.deepEqual(faults, [], `see tests/ui/differing, and tests/ui/pictures; base ${base}`);
});

/** Write everything in fonts of the repository, which are the same on every machine. */
async function setFonts(page) {
  const face = (file, more) => {
    const data = readFileSync(join(fonts, file)).toString("base64");
    return `@font-face { font-family: Parts; src: url(data:font/ttf;base64,${data}); ${more} }`;
  };
  const content = [
    face("NotoSerif-Regular.ttf", "font-weight: 400;"),
    face("NotoSerif-Bold.ttf", "font-weight: 700;"),
    face("NotoNaskhArabic-Regular.ttf", "font-weight: 400; unicode-range: U+600-6FF;"),
    face("NotoNaskhArabic-Regular.ttf", "font-weight: 700; unicode-range: U+600-6FF;"),
    "* { font-family: Parts !important; }",
  ].join("\n");
  await page.addStyleTag({ content });
  await page.evaluate(() => document.fonts.ready);
}

/** Say where two pictures differ; null where they do not. Each is cut into tiles, whose pixels are compared. */
async function difference(page, before, after) {
  const urls = [before, after].map((png) => `data:image/png;base64,${png.toString("base64")}`);
  return await page.evaluate(
    async ([sources, tolerance]) => {
      const tile = 16;
      const pictures = [];
      for (const source of sources) {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        pictures.push(context.getImageData(0, 0, image.width, image.height));
      }
      const [first, second] = pictures;
      const sizes = pictures.map(({ width, height }) => `${width} x ${height}`);
      if (sizes[0] !== sizes[1]) return `it is ${sizes[1]}, not ${sizes[0]}`;
      const sums = new Map();
      for (let at = 0; at < first.data.length; at += 4) {
        const pixel = at / 4;
        const x = Math.floor((pixel % first.width) / tile);
        const y = Math.floor(pixel / first.width / tile);
        let most = 0;
        for (let channel = 0; channel < 3; channel++) {
          most = Math.max(most, Math.abs(first.data[at + channel] - second.data[at + channel]));
        }
        if (most > 0) sums.set(`${x},${y}`, (sums.get(`${x},${y}`) ?? 0) + most);
      }
      const found = [...sums].filter(([, sum]) => sum / tile ** 2 > tolerance);
      if (found.length === 0) return null;
      const [[place, sum]] = found.toSorted(([, one], [, other]) => other - one);
      const [x, y] = place.split(",").map((index) => index * tile);
      return `${found.length} tiles differ, most at ${x}, ${y} (by ${Math.round(sum / tile ** 2)} of 255)`;
    },
    [urls, TOLERANCE],
  );
}
