export { decodeImage, encodePng } from "../inputFiles/imageFiles.ts";
export { node, type SavedModel, type TfjsNode } from "./node.ts";
export { SummaryFileWriter, summaryFileWriter } from "./tensorboard/SummaryFileWriter.node.ts";
export { type TensorBoardOptions, tensorBoard } from "./tensorboard/tensorBoard.node.ts";
