/** Thrown inside the decoders; whoever opened the file adds its kind. */
export class DamagedPicture extends Error {
  override name = "DamagedPicture";
}
