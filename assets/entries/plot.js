// What the pictures over time use of Observable Plot, and the brush of d3.
export {
  areaY,
  axisX,
  axisY,
  barX,
  gridX,
  gridY,
  dot,
  lineY,
  plot,
  pointer,
  pointerX,
  rect,
  rectY,
  ruleX,
  ruleY,
  text,
  tickX,
  tip,
} from "@observablehq/plot";
export { brushX } from "d3-brush";
export { select } from "d3-selection";
