import { VisuallyHidden } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import classes from "./Thumbnail.module.css";

/** A picture as the API gives it: `url` is a folder with a file a width. */
export interface Picture {
  url: string;
  widths: readonly number[];
  alt?: string | null;
  color?: string | null;
}

/** Pure: the address of the smallest file that suffices for so many pixels. */
export function pictureAt(image: Picture, pixels: number): string {
  const widths = [...image.widths].sort((one, other) => one - other);
  const width = widths.find((one) => one >= pixels) ?? widths.at(-1);
  return `${image.url}/${width}.webp`;
}

interface ThumbnailProps {
  image: Picture | null | undefined;
  /** Pixels, a square. */
  size?: number;
  alt?: string;
}

/** A small square picture, or the place for one. Decorative beside its name unless `alt` is given. */
export function Thumbnail({ image, size = 40, alt = "" }: ThumbnailProps) {
  if (!image || image.widths.length === 0) {
    return (
      <span className={classes.none} style={{ width: size, height: size }}>
        <IconPhoto size={size * 0.45} stroke={1.5} aria-hidden />
        {alt ? <VisuallyHidden>{alt}</VisuallyHidden> : null}
      </span>
    );
  }
  return (
    <img
      className={classes.picture}
      src={pictureAt(image, size * 2)}
      alt={alt}
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      style={image.color ? { background: image.color } : undefined}
    />
  );
}
