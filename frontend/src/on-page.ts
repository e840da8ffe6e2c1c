/** Which calls a card on the page shows already: they need no pop-up as well. */

const cards = new Set<(callId: string) => boolean>();

/** Let a card say which calls it shows; returns what ends it. */
export const onPage = (shows: (callId: string) => boolean): (() => void) => {
  cards.add(shows);
  return () => cards.delete(shows);
};

export const hasCards = (): boolean => cards.size > 0;

export const isOnPage = (callId: string): boolean => [...cards].some((shows) => shows(callId));

/** Whether an element can be seen whole where the page is scrolled to. */
export const isInView = (element: Element): boolean => {
  const { top, bottom, left, right, height } = element.getBoundingClientRect();
  return (
    height > 0 && top >= 0 && left >= 0 && bottom <= innerHeight + 1 && right <= innerWidth + 1
  );
};
