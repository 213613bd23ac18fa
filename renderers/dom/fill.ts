/** Draws a slider's track filled up to where it stands: the base style reads `--filled`. */
export function fill(slider: HTMLInputElement): void {
  const [value, min, max] = [slider.value, slider.min, slider.max].map(Number);
  slider.style.setProperty("--filled", `${(100 * (value - min)) / (max - min)}%`);
}
