/** The command was called wrongly, or with a file that is not there: exit status 2 and the message, no stack. */
export class UsageError extends Error {
  override name = "UsageError";

  /** @param help how the command is called, shown below the message. */
  constructor(message: string, help?: string) {
    super(help === undefined ? message : `${message}\n\n${help}`);
  }
}
