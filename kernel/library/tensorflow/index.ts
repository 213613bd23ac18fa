export { decodeImage, encodePng } from "../inputFiles/imageFiles.ts";
export { type SavedModel, type TfjsNode, tfNode } from "./node.ts";
export { SummaryFileWriter, summaryFileWriter } from "./tensorboard/SummaryFileWriter.node.ts";
export { type TensorBoardOptions, tensorBoard } from "./tensorboard/tensorBoard.node.ts";
