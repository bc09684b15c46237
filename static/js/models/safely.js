/**
 * A callback that may fail without harm to whoever calls it.
 * What it threw goes to `onFault`, and if even that throws, nowhere: a broken page must not stop the words.
 */
export function safely(callback, onFault) {
  return (...told) => {
    try {
      return callback?.(...told);
    } catch (fault) {
      try {
        onFault?.(fault);
      } catch {
        return undefined;
      }
      return undefined;
    }
  };
}
