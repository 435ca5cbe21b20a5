/**
 * Pictures or cards in an order of one's own, by dragging or by keys (Space, arrows, Space).
 *
 *     <SortableGrid items={images} name={(image) => image.alt} change={(images) => record.set("images", images)}>
 *       {(image) => <img src={pictureAt(image, 320)} alt={image.alt} />}
 *     </SortableGrid>
 */
import {
  type Announcements,
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { IconGripVertical } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useKitWords } from "../words";
import classes from "./sort.module.css";

interface SortableGridProps<T extends { id: string }> {
  items: readonly T[];
  /** How an item is called, for those who don't see it. */
  name: (item: T) => string;
  change: (items: T[]) => void;
  children: (item: T, place: number) => ReactNode;
  /** Width of a cell in pixels; a single column with 0. */
  cell?: number;
  /** Behind the last one, such as a place to drop files. */
  after?: ReactNode;
  disabled?: boolean;
}

export function SortableGrid<T extends { id: string }>(props: SortableGridProps<T>) {
  const { items, name, change, children, cell = 132, after, disabled = false } = props;
  const t = useKitWords();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const announcements = useMemo<Announcements>(() => {
    const named = (id: string | number): string => {
      const item = items.find((one) => one.id === id);
      return item ? name(item) : "";
    };
    const placed = (id: string | number): number => items.findIndex((one) => one.id === id) + 1;
    return {
      onDragStart: ({ active }) => t("picked", { name: named(active.id) }),
      onDragOver: ({ active, over }) =>
        over
          ? t("movedTo", { name: named(active.id), place: placed(over.id), count: items.length })
          : undefined,
      onDragEnd: ({ active, over }) =>
        over
          ? t("dropped", { name: named(active.id), place: placed(over.id), count: items.length })
          : undefined,
      onDragCancel: ({ active }) => t("putBack", { name: named(active.id) }),
    };
  }, [items, name, t]);
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("dragHelp") } }}
      onDragEnd={({ active, over }) => {
        if (over === null || active.id === over.id) return;
        const from = items.findIndex((one) => one.id === active.id);
        const to = items.findIndex((one) => one.id === over.id);
        change(arrayMove([...items], from, to));
      }}
    >
      <SortableContext items={items.map((item) => item.id)} strategy={rectSortingStrategy}>
        <ul
          className={classes.grid}
          style={{ gridTemplateColumns: cell > 0 ? `repeat(auto-fill, minmax(${cell}px, 1fr))` : "1fr" }}
        >
          {items.map((item, place) => (
            <Cell key={item.id} id={item.id} label={t("drag", { name: name(item) })} disabled={disabled}>
              {children(item, place)}
            </Cell>
          ))}
          {after ? <li className={classes.after}>{after}</li> : null}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

interface CellProps {
  id: string;
  label: string;
  disabled: boolean;
  children: ReactNode;
}

function Cell({ id, label, disabled, children }: CellProps) {
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } =
    useSortable({
      id,
      disabled,
    });
  return (
    <li
      ref={setNodeRef}
      className={classes.cell}
      data-taken={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {children}
      {disabled ? null : (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={classes.grip}
          {...attributes}
          {...listeners}
          aria-label={label}
        >
          <IconGripVertical size={16} aria-hidden />
        </button>
      )}
    </li>
  );
}
