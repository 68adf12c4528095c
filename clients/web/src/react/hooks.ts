// What the hooks of all verticals have in common. A vertical's file is a list of calls of these three.

import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";

import type { ApiClient } from "../client.js";
import type { ApiError } from "../error.js";
import type { Key } from "./keys.js";
import { useApi } from "./provider.js";

/** What each function of the platform is given besides its own. */
export interface Call {
  client: ApiClient;
  signal: AbortSignal;
}

/** A part of a list, and where the next begins. */
export interface Page<Item> {
  items: Item[];
  next?: string | null | undefined;
}

/** A query that waits while this is false, such as for an id that is not known yet. */
export interface QueryOptions {
  enabled?: boolean | undefined;
}

/** `data` holds the items of all pages that have been fetched; `fetchNextPage` fetches one more. */
export type ListResult<Item> = UseInfiniteQueryResult<Item[], ApiError>;

/** The query of a list without what the hook itself adds. */
export type Filter<Data extends { query?: object }> = Omit<NonNullable<Data["query"]>, "next">;

/** Makes a hook for a list. The filter is the third part of its key. */
export function listHook<Filter extends object, Item>(
  key: Key,
  fetchPage: (call: Call, filter: Filter & { next?: string }) => Promise<Page<Item>>,
) {
  return function useList(filter: Filter, { enabled }: QueryOptions = {}): ListResult<Item> {
    const client = useApi();
    return useInfiniteQuery({
      queryKey: [...key, filter],
      queryFn: ({ signal, pageParam }) =>
        fetchPage({ client, signal }, pageParam === null ? filter : { ...filter, next: pageParam }),
      initialPageParam: null as string | null,
      getNextPageParam: (page: Page<Item>) => page.next ?? null,
      select: itemsOf<Item>,
      ...(enabled === undefined ? {} : { enabled }),
    });
  };
}

function itemsOf<Item>(data: InfiniteData<Page<Item>, string | null>): Item[] {
  return data.pages.flatMap((page) => page.items);
}

/** Makes a hook for one item. The third part of its key are the ids that name it, as text. */
export function itemHook<Ids extends string[], Item>(
  key: Key,
  fetchItem: (call: Call, ...ids: Ids) => Promise<Item>,
) {
  return function useItem(
    ...ids: { [Index in keyof Ids]: string | undefined }
  ): UseQueryResult<Item, ApiError> {
    const client = useApi();
    return useQuery({
      // As text, so that it is never the key of a list, whose filter is an object.
      queryKey: [...key, ids.join("/")],
      queryFn: ({ signal }) => fetchItem({ client, signal }, ...(ids as unknown as Ids)),
      enabled: ids.every((id) => id !== undefined && id !== ""),
    });
  };
}

/** Makes a hook for a write. When it has succeeded, everything of the entities of `changed` is fetched anew. */
export function changeHook<Input, Output>(
  changed: readonly Key[],
  write: (call: Pick<Call, "client">, input: Input) => Promise<Output>,
) {
  return function useChange(): UseMutationResult<Output, ApiError, Input> {
    const client = useApi();
    const cache = useQueryClient();
    return useMutation({
      mutationFn: (input: Input) => write({ client }, input),
      onSuccess: () => Promise.all(changed.map((queryKey) => cache.invalidateQueries({ queryKey }))),
    });
  };
}
