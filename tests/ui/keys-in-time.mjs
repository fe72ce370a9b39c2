/** Keys are pressed once the page has done what is due: people take longer than that to see what has come. */

const METHODS = ["press", "type"];

/** A window that nobody looks at may be given no frame: after so many milliseconds it is taken to be at rest. */
const LONGEST = 2_000;

/**
 * Have a window wait before it presses keys. Who is sent one sooner gets it before the focus has come, or before
 * anybody listens; or the focus that a dialog gives back as it closes takes it away again.
 */
export function pressInTime(page) {
  const { keyboard } = page;
  for (const name of METHODS) {
    const send = keyboard[name].bind(keyboard);
    keyboard[name] = async (...given) => {
      await settled(page);
      return send(...given);
    };
  }
}

/** Press a key many times without waiting: nothing comes in between. */
export async function pressAtOnce(page, key) {
  await page.keyboard.down(key);
  await page.keyboard.up(key);
}

/**
 * Wait until what has come is at rest. React runs effects after it has drawn, a dialog that closes gives the focus
 * back in the next frame, and a browser is idle once both are done.
 */
function settled(page) {
  return page.waitForFunction(
    (longest) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(true), longest);
        requestAnimationFrame(() => requestIdleCallback(() => resolve(true)));
      }),
    LONGEST,
  );
}
