import type { ListResult } from "@diatonic/web/react";

/** The button below a list that has more items than are shown. */
export function More({ list }: { list: ListResult<unknown> }) {
  if (!list.hasNextPage) return null;
  return (
    <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      Show more
    </button>
  );
}
