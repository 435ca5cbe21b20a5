/** The pictures of a product: dropped in, ordered by dragging or by keys, described, given to variants. The first is its face. */
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
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
import {
  ActionIcon,
  Button,
  Group,
  Modal,
  MultiSelect,
  Progress,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import "@mantine/dropzone/styles.layer.css";
import { IconPhotoPlus, IconRefresh, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Image } from "@/api/generated/types.gen";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatBytes } from "@/kit/format";
import { pictureAt } from "@/kit/Thumbnail";
import { useProductWords } from "../words";
import classes from "./gallery.module.css";
import { MOST_BYTES, PICTURE_TYPES } from "./upload";
import { type Upload, useUploads } from "./useUploads";
import type { PictureDraft } from "./values";

interface GalleryProps {
  images: readonly PictureDraft[];
  change: (next: (before: PictureDraft[]) => PictureDraft[]) => void;
  /** The saved variants that a picture can be of. */
  variants: readonly { value: string; label: string }[];
  isReadOnly: boolean;
}

export function Gallery({ images, change, variants, isReadOnly }: GalleryProps) {
  const t = useProductWords();
  const open = useRef<() => void>(null);
  const [edited, setEdited] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const { uploads, add, again, drop } = useUploads((image, file) =>
    change((before) =>
      before.some((one) => one.mediaId === image.id) ? before : [...before, draftOf(image, file)],
    ),
  );
  const shown = images.find((image) => image.key === edited);

  function moved({ active, over }: DragEndEvent): void {
    if (over === null || active.id === over.id) return;
    change((before) => {
      const place = (key: unknown) => before.findIndex((image) => image.key === key);
      return arrayMove(before, place(active.id), place(over.id));
    });
  }

  return (
    <Stack gap="sm">
      {images.length > 0 || uploads.length > 0 ? (
        <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={moved}>
          <SortableContext items={images.map((image) => image.key)} strategy={rectSortingStrategy}>
            <ul className={classes.pictures} aria-label={t("pictures")}>
              {images.map((image, place) => (
                <Tile
                  key={image.key}
                  image={image}
                  isFirst={place === 0}
                  open={() => setEdited(image.key)}
                  isFixed={isReadOnly}
                />
              ))}
              {uploads.map((one) => (
                <Sent key={one.key} upload={one} again={() => again(one.key)} drop={() => drop(one.key)} />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
      ) : null}
      {isReadOnly ? null : (
        <Dropzone
          onDrop={add}
          onReject={(files) => tell(t("notPictures", { count: files.length }), { kind: "failed" })}
          accept={PICTURE_TYPES}
          maxSize={MOST_BYTES}
          openRef={open}
          activateOnClick={false}
          className={classes.zone ?? ""}
          data-small={images.length > 0}
          inputProps={{ "aria-label": t("choosePictures") }}
        >
          <Group justify="center" gap="sm" className={classes.inside}>
            <IconPhotoPlus size={20} stroke={1.5} aria-hidden />
            <Text size="sm">{t("dropPictures")}</Text>
            <Button variant="default" size="xs" onClick={() => open.current?.()}>
              {t("choosePictures")}
            </Button>
          </Group>
        </Dropzone>
      )}
      {shown ? (
        <Modal opened onClose={() => setEdited(null)} title={t("picture")} size="md">
          <Stack>
            <img src={shown.src} alt="" className={classes.large} />
            <TextInput
              label={t("alt")}
              description={t("altHelp")}
              value={shown.alt}
              maxLength={300}
              data-autofocus
              onChange={(event) => {
                const alt = event.currentTarget.value;
                change((before) => before.map((one) => (one.key === shown.key ? { ...one, alt } : one)));
              }}
            />
            {variants.length > 1 ? (
              <MultiSelect
                label={t("pictureOf")}
                description={t("pictureOfHelp")}
                data={[...variants]}
                value={shown.variants}
                searchable
                clearable
                onChange={(chosen) =>
                  change((before) =>
                    before.map((one) => ({
                      ...one,
                      variants:
                        one.key === shown.key ? chosen : one.variants.filter((id) => !chosen.includes(id)),
                    })),
                  )
                }
              />
            ) : null}
            <Group justify="space-between">
              <Button
                variant="subtle"
                color="red"
                onClick={() => {
                  change((before) => before.filter((one) => one.key !== shown.key));
                  setEdited(null);
                }}
              >
                {t("removePicture")}
              </Button>
              <Button onClick={() => setEdited(null)}>{t("done")}</Button>
            </Group>
          </Stack>
        </Modal>
      ) : null}
    </Stack>
  );
}

function draftOf(image: Image, file: File): PictureDraft {
  const name = file.name.replace(/\.[^.]+$/, "").replace(/[-_]+/g, " ");
  return {
    key: `new-${image.id}`,
    id: null,
    mediaId: image.id,
    sourceUrl: "",
    alt: /^(img|dsc|image|photo|pxl)[\s\d]*$/i.test(name) ? "" : name,
    src: pictureAt(image, 320),
    variants: [],
  };
}

interface TileProps {
  image: PictureDraft;
  isFirst: boolean;
  isFixed: boolean;
  open: () => void;
}

function Tile({ image, isFirst, isFixed, open }: TileProps) {
  const t = useProductWords();
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: image.key,
    disabled: isFixed,
  });
  return (
    <li
      ref={setNodeRef}
      className={classes.tile}
      data-dragging={isDragging}
      data-first={isFirst}
      style={{ transform: CSS.Transform.toString(transform), transition }}
    >
      <button
        type="button"
        className={classes.face}
        {...listeners}
        {...attributes}
        aria-roledescription={t("sortable")}
        aria-label={image.alt || t("pictureWithoutAlt")}
        onDoubleClick={open}
      >
        <img src={image.src} alt="" draggable={false} loading="lazy" />
      </button>
      {isFirst ? <span className={classes.cover}>{t("cover")}</span> : null}
      <button
        type="button"
        className={classes.edit}
        onClick={open}
        aria-label={t("editPicture", { name: image.alt || "" })}
      >
        {image.alt ? t("edit") : t("describe")}
      </button>
    </li>
  );
}

function Sent({ upload, again, drop }: { upload: Upload; again: () => void; drop: () => void }) {
  const t = useProductWords();
  const language = useLanguage();
  return (
    <li className={classes.sent} data-failed={upload.failed !== null}>
      <Text size="xs" lineClamp={2}>
        {upload.file.name}
      </Text>
      {upload.failed === null ? (
        <>
          <Progress
            value={upload.share * 100}
            size="sm"
            aria-label={t("sending", { name: upload.file.name })}
          />
          <Text size="xs" c="dimmed">
            {upload.share >= 1 ? t("preparing") : formatBytes(language, upload.file.size)}
          </Text>
        </>
      ) : (
        <Text size="xs" c="red" lineClamp={3} role="alert">
          {upload.failed}
        </Text>
      )}
      <Group gap={4} justify="flex-end">
        {upload.failed === null ? null : (
          <ActionIcon size="sm" variant="subtle" aria-label={t("tryAgain")} onClick={again}>
            <IconRefresh size={14} />
          </ActionIcon>
        )}
        <ActionIcon size="sm" variant="subtle" aria-label={t("stopSending")} onClick={drop}>
          <IconX size={14} />
        </ActionIcon>
      </Group>
    </li>
  );
}
