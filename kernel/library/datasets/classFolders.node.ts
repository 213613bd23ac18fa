import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** The pictures of a folder that holds a folder for each class. */
export interface ClassFolders {
  /** The folders' names, sorted as Python sorts them. */
  readonly classNames: readonly string[];
  readonly files: readonly string[];
  /** The class of each file. */
  readonly classes: Int32Array;
  /** What was passed over, a sentence each. */
  readonly notes: readonly string[];
}

const isRead = /\.(jpe?g|png|webp)$/i;
/** Pictures too, but not read here: passed over, and said. */
const isOther = /\.(gif|bmp|tiff?|ppm|pgm|heic|avif|jp2|jxl)$/i;

/**
 * Lists JPEG, PNG and WebP files as torchvision's `ImageFolder` does: a class is a folder, its files lie in it at any
 * depth, both sorted by name. Hidden files and folders are passed over.
 *
 * @throws DataError for a folder that is missing, has no folder in it, or a class without a picture.
 */
export async function classFolders(folder: string): Promise<ClassFolders> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? say`there is no such folder` : error.message;
    throw new DataError(say`${folder} cannot be read: ${why}.`);
  });
  const isFolder = async (name: string) => !name.startsWith(".") && (await stat(join(folder, name))).isDirectory();
  const classNames: string[] = [];
  for (const name of entries.sort(byCodePoint)) if (await isFolder(name)) classNames.push(name);
  if (classNames.length === 0)
    throw new DataError(say`${folder} has no folders: expected one for each class, with its pictures.`);
  const files: string[] = [];
  const classes: number[] = [];
  let others = 0;
  for (const [index, name] of classNames.entries()) {
    const own = (await readdir(join(folder, name), { recursive: true }))
      .filter((file) => !/(^|[\\/])\./.test(file))
      .sort(byCodePoint);
    const pictures = own.filter((file) => isRead.test(file));
    if (pictures.length === 0)
      throw new DataError(say`${join(folder, name)} has no JPEG, PNG or WebP files: expected at least one.`);
    others += own.filter((file) => isOther.test(file)).length;
    for (const file of pictures) {
      files.push(join(folder, name, file));
      classes.push(index);
    }
  }
  const notes = others > 0 ? [say`Pictures that are no JPEG, PNG or WebP files were passed over: ${others}.`] : [];
  return { classNames, files, classes: Int32Array.from(classes), notes };
}

const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
