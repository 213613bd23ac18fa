/**
 * Spaces as is usual in print: one between Chinese characters and Latin letters or digits, none between Chinese
 * characters or beside full-width punctuation.
 */
export const spaced = (text: string): string =>
  text
    .replaceAll(/(?<=[0-9A-Za-z%)\]])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z([]|[+−]\d)/g, " ")
    .replaceAll(
      / +(?=[，。；：、！？（）“”])|(?<=[，。；：、！？（）“”]) +|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])/g,
      "",
    );
