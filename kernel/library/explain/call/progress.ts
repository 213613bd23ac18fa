/** Keeps quiet in the first second, then tells ten times a second. */
export function slowly(tell: (fraction: number) => void): (fraction: number) => void {
  let next = performance.now() + 1000;
  let told = false;
  return (fraction) => {
    const now = performance.now();
    if (now < next && !(told && fraction === 1)) return;
    next = now + 100;
    told = true;
    tell(fraction);
  };
}
