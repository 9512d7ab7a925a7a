# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Charts of a few series as SVG, for the scripts of the networks."""
import math
from html import escape

COLOURS = ["#1b6ca8", "#c8553d", "#3a7d44", "#8a4fa0", "#b58900", "#444444"]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 460, 340, 62, 12, 34, 48


def ticks(low, high, logarithmic):
    """Round numbers from low to high."""
    if logarithmic:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        steps = (1,) if high / low > 300 else (1, 2, 5)
        return [step * 10.0 ** power for power in powers for step in steps if low <= step * 10.0 ** power <= high]
    step = 10 ** math.floor(math.log10((high - low) / 4))
    step *= next(factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= 6)
    return [n * step for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def label(value):
    if abs(value) >= 1e6:
        return f"{value / 1e6:g} M"
    if abs(value) >= 1e4:
        return f"{value / 1e3:g} k"
    return f"{value:g}"


class Chart:
    """Axes with titles; series are (name, [(x, y), ...]), drawn as lines with marks, or marks alone."""

    def __init__(self, title, x_title, y_title, series, log_x=False, log_y=False, lines=True):
        self.titles, self.series, self.log, self.lines = (title, x_title, y_title), series, (log_x, log_y), lines
        points = [p for _, of in series for p in of]
        self.range = []
        for axis, log in enumerate(self.log):
            low, high = min(p[axis] for p in points), max(p[axis] for p in points)
            margin = (high / low) ** 0.06 if log else (high - low) * 0.06 or 1
            self.range.append((low / margin, high * margin) if log else (low - margin, high + margin))

    def place(self, axis, value):
        low, high = self.range[axis]
        part = math.log(value / low) / math.log(high / low) if self.log[axis] else (value - low) / (high - low)
        return LEFT + part * (WIDTH - LEFT - RIGHT) if axis == 0 else HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)

    def draw(self, left):
        title, x_title, y_title = (escape(t) for t in self.titles)
        middle, right, low = (LEFT + WIDTH - RIGHT) / 2, WIDTH - RIGHT, HEIGHT - BOTTOM
        out = [f'<g transform="translate({left} 0)">',
               f'<text x="{middle}" y="20" text-anchor="middle" font-weight="bold">{title}</text>',
               f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{x_title}</text>',
               f'<text transform="translate(14 {(TOP + low) / 2}) rotate(-90)" text-anchor="middle">{y_title}</text>']
        for value in ticks(*self.range[0], self.log[0]):
            x = self.place(0, value)
            out += [f'<path d="M{x:.1f} {TOP}V{low}" stroke="#ddd"/>',
                    f'<text x="{x:.1f}" y="{low + 16}" text-anchor="middle">{label(value)}</text>']
        for value in ticks(*self.range[1], self.log[1]):
            y = self.place(1, value)
            out += [f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>',
                    f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label(value)}</text>']
        out.append(f'<rect x="{LEFT}" y="{TOP}" width="{right - LEFT}" height="{low - TOP}" fill="none" stroke="#888"/>')
        for (name, points), colour in zip(self.series, COLOURS):
            places = [(self.place(0, x), self.place(1, y)) for x, y in points]
            if self.lines:
                path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
                out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        return out + ["</g>"]


def write(path, charts):
    """The charts side by side, with a common legend below."""
    width = WIDTH * len(charts)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT + 28}" '
           'font-family="sans-serif" font-size="12">', f'<rect width="{width}" height="{HEIGHT + 28}" fill="white"/>']
    for i, chart in enumerate(charts):
        out += chart.draw(WIDTH * i)
    x = LEFT
    for (name, _), colour in zip(charts[0].series, COLOURS):
        out += [f'<circle cx="{x}" cy="{HEIGHT + 10}" r="4" fill="{colour}"/>',
                f'<text x="{x + 9}" y="{HEIGHT + 14}">{escape(name)}</text>']
        x += 32 + 7 * len(name)
    with open(path, "w") as file:
        file.write("\n".join(out + ["</svg>"]) + "\n")
