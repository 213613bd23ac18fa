/** A backend's packages are not installed, or do not load: what the command that installs them would mend. */
export class NotUsableError extends Error {
  override name = "NotUsableError";
}
