const everyMs = 1000;

/** A front end that was killed leaves its kernel to another parent: then it is time to go. */
export function endWithParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, everyMs).unref();
}
