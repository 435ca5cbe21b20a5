import { type RefObject, useCallback, useEffect, useState } from "react";

/** Rows are drawn in blocks: scrolling by less than a block draws nothing. */
const BLOCK = 8;
/** Rows beyond those in sight, on both sides. */
const SPARE = 16;
const FIRST_GUESS = 24;
const HEADER = 36;

export interface RowWindow {
  first: number;
  /** The last one that is drawn; -1 without rows. */
  last: number;
}

/** Pure: which of `count` rows are drawn when `top` pixels are scrolled away and `inSight` rows fit. */
export function windowAt(top: number, inSight: number, count: number, rowHeight: number): RowWindow {
  const block = Math.floor(top / rowHeight / BLOCK) * BLOCK;
  const first = Math.max(0, Math.min(block, count) - SPARE);
  return { first, last: Math.min(count - 1, block + inSight + BLOCK + SPARE) };
}

/** The rows of a scrolling table that are worth drawing, all of one height; and how to bring one into sight. */
export function useRowWindow(viewport: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [place, setPlace] = useState({ block: 0, inSight: FIRST_GUESS });

  useEffect(() => {
    const box = viewport.current;
    if (box === null) return;
    const look = (): void => {
      const block = Math.floor(box.scrollTop / rowHeight / BLOCK);
      const inSight = Math.ceil(box.clientHeight / rowHeight);
      setPlace((before) =>
        before.block === block && before.inSight === inSight ? before : { block, inSight },
      );
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [viewport, rowHeight]);

  const show = useCallback(
    (at: number) => {
      const box = viewport.current;
      if (box === null) return;
      const top = at * rowHeight;
      const bottom = top + rowHeight + HEADER;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
    },
    [viewport, rowHeight],
  );
  return { ...windowAt(place.block * BLOCK * rowHeight, place.inSight, count, rowHeight), show };
}
