/**
 * Waits until a condition holds, however slow the machine; the test's own time limit ends it where it never does.
 * @throws where it does not hold within `seconds`, naming what was waited for.
 */
export async function eventually(holds: () => boolean | Promise<boolean>, what: string, seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
