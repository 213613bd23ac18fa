/** The command was called wrongly, or with a file that is not there: exit status 2 and the message, no stack. */
export class UsageError extends Error {
  override name = "UsageError";
}
