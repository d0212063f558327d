import { registerHooks } from "node:module";

// GitHub's parser imports JSON without saying so, which Node refuses.
registerHooks({
  load: (url, context, next) =>
    next(
      url,
      /\/@actions\/workflow-parser\/.+\.json$/u.test(url)
        ? { ...context, importAttributes: { ...context.importAttributes, type: "json" } }
        : context,
    ),
});

/** GitHub's own parser of workflow files. */
export const {
  convertWorkflowTemplate,
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isScalar,
  isSequence,
  isString,
  NoOperationTraceWriter,
  parseWorkflow,
} = await import("@actions/workflow-parser");
