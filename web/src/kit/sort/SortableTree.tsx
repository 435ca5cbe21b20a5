/**
 * A tree that is rearranged by dragging or by keys: Space takes a line, the arrows move it, Space puts it down.
 *
 *     <SortableTree tree={categories} move={(place) => moveCategory.mutate(place)} to={(id) => `/categories/${id}`} />
 */
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  type DragMoveEvent,
  PointerSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { VisuallyHidden } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconGripVertical } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from "react";
import { useKitWords } from "../words";
import classes from "./sort.module.css";
import {
  type Branch,
  type Line,
  moveTo,
  type Place,
  placeOf,
  type Step,
  sizeOf,
  step,
  toLines,
} from "./tree";

const INDENT = 28;
const STEPS: Record<string, Step> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };

interface SortableTreeProps {
  tree: readonly Branch[];
  move: (place: Place) => void;
  /** What a line shows; its label by default. */
  show?: (line: Line) => ReactNode;
  /** On the right of a line. */
  beside?: (line: Line) => ReactNode;
  /** How many levels there may be. */
  levels?: number;
  disabled?: boolean;
}

export function SortableTree({ tree, move, show, beside, levels = 10, disabled = false }: SortableTreeProps) {
  const t = useKitWords();
  const help = useId();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [dragged, setDragged] = useState<{ id: string; by: number } | null>(null);
  const [taken, setTaken] = useState<{ id: string; lines: Line[] } | null>(null);
  const [said, setSaid] = useState("");
  const open = useMemo(() => toLines(tree, closed), [tree, closed]);
  const [given, setGiven] = useState<{ from: readonly Branch[]; lines: Line[] } | null>(null);
  useEffect(() => setGiven((before) => (before?.from === tree ? before : null)), [tree]);
  const lines = taken?.lines ?? given?.lines ?? open;
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
  );

  function put(next: Line[], id: string): void {
    const place = placeOf(next, id);
    const before = placeOf(open, id);
    if (place.parent === before.parent && place.position === before.position) return;
    setGiven({ from: tree, lines: next });
    move(place);
  }

  function drop({ active, over, delta }: DragEndEvent): void {
    setDragged(null);
    if (over === null) return;
    const id = String(active.id);
    const from = lines.findIndex((line) => line.id === id);
    const overAt = lines.findIndex((line) => line.id === over.id);
    const to = overAt > from ? overAt - sizeOf(lines, from) + 1 : overAt;
    const depth = (lines[from]?.depth ?? 0) + Math.round(delta.x / INDENT);
    put(moveTo(lines, id, to, depth, levels - 1), id);
  }

  function onKey(event: KeyboardEvent, line: Line): void {
    const at = (all: readonly Line[]): number => all.findIndex((one) => one.id === line.id) + 1;
    const way = STEPS[event.key];
    if (event.key === " " || (event.key === "Enter" && taken)) {
      event.preventDefault();
      if (taken === null) {
        setTaken({ id: line.id, lines });
        setSaid(t("picked", { name: line.label }));
      } else {
        put(taken.lines, taken.id);
        setSaid(t("dropped", { name: line.label, place: at(taken.lines), count: taken.lines.length }));
        setTaken(null);
      }
    } else if (event.key === "Escape" && taken) {
      event.preventDefault();
      event.stopPropagation();
      setTaken(null);
      setSaid(t("putBack", { name: line.label }));
    } else if (way && taken?.id === line.id) {
      event.preventDefault();
      const next = step(taken.lines, line.id, way, levels - 1);
      setTaken({ id: line.id, lines: next });
      setSaid(t("movedTo", { name: line.label, place: at(next), count: next.length }));
    }
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragStart={({ active }) => setDragged({ id: String(active.id), by: 0 })}
      onDragMove={({ active, delta }: DragMoveEvent) => setDragged({ id: String(active.id), by: delta.x })}
      onDragEnd={drop}
      onDragCancel={() => setDragged(null)}
    >
      <SortableContext items={lines.map((line) => line.id)} strategy={verticalListSortingStrategy}>
        <ul className={classes.tree}>
          {lines.map((line, place) => (
            <TreeLine
              key={line.id}
              line={line}
              shift={dragged?.id === line.id ? Math.round(dragged.by / INDENT) : 0}
              isTaken={taken?.id === line.id}
              hasBranches={closed.has(line.id) || sizeOf(lines, place) > 1}
              isClosed={closed.has(line.id)}
              toggle={() =>
                setClosed((before) => {
                  const next = new Set(before);
                  if (!next.delete(line.id)) next.add(line.id);
                  return next;
                })
              }
              help={help}
              disabled={disabled}
              onKey={(event) => onKey(event, line)}
              beside={beside?.(line)}
            >
              {show?.(line) ?? line.label}
            </TreeLine>
          ))}
        </ul>
      </SortableContext>
      <VisuallyHidden id={help}>{t("dragHelp")}</VisuallyHidden>
      <VisuallyHidden aria-live="assertive">{said}</VisuallyHidden>
    </DndContext>
  );
}

interface TreeLineProps {
  line: Line;
  shift: number;
  isTaken: boolean;
  hasBranches: boolean;
  isClosed: boolean;
  toggle: () => void;
  help: string;
  disabled: boolean;
  onKey: (event: KeyboardEvent) => void;
  beside: ReactNode;
  children: ReactNode;
}

function TreeLine(props: TreeLineProps) {
  const { line, shift, isTaken, hasBranches, isClosed, toggle, help, disabled, onKey, beside, children } =
    props;
  const t = useKitWords();
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id: line.id,
    disabled,
  });
  const Chevron = isClosed ? IconChevronRight : IconChevronDown;
  return (
    <li
      ref={setNodeRef}
      className={classes.line}
      data-taken={isTaken || isDragging}
      style={{
        paddingLeft: 4 + Math.max(0, line.depth + shift) * INDENT,
        transform: CSS.Translate.toString(transform ? { ...transform, x: 0 } : null),
        transition,
      }}
    >
      {disabled ? null : (
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={classes.handle}
          aria-label={t("drag", { name: line.label })}
          aria-describedby={help}
          aria-pressed={isTaken}
          {...listeners}
          onKeyDown={onKey}
        >
          <IconGripVertical size={16} aria-hidden />
        </button>
      )}
      {hasBranches ? (
        <button
          type="button"
          className={classes.fold}
          aria-expanded={!isClosed}
          aria-label={line.label}
          onClick={toggle}
        >
          <Chevron size={16} aria-hidden />
        </button>
      ) : (
        <span className={classes.fold} />
      )}
      <div className={classes.label}>{children}</div>
      {beside}
    </li>
  );
}
