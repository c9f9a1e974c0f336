// Draws the figures of a report for a reader who points at them, from the data beside each. Without this script the drawings of the page stay.
// Labels of studies are set as text only. Nothing is fetched and nothing is evaluated.
(() => {
  'use strict';
  const dark = matchMedia('(prefers-color-scheme: dark)'), still = { animation: false };
  const palette = JSON.parse(document.getElementById('chart-colours').textContent);
  const number = v => v === null || v === undefined ? '–' : String(Number(v.toPrecision(6))).replace(/-/g, '−');
  const interval = e => !e ? '–' : e[1] === null || e[2] === null ? number(e[0]) : `${number(e[0])} [${number(e[1])}, ${number(e[2])}]`;
  const short = (v, digits, signed) => {
    const text = Math.abs(v).toFixed(digits);
    return Number(text) === 0 ? '0' : (v < 0 ? '−' : signed ? '+' : '') + text;
  };
  const wide = (texts, size = 12) => texts.reduce((most, text) => Math.max(most, text.length), 0) * size * 0.6;

  // how a chart looks in light or dark
  const looks = isDark => {
    const colour = name => palette[name][isDark ? 1 : 0];
    const axis = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: colour('grid-line') } }, axisLabel: { color: colour('muted'), fontSize: 11, hideOverlap: true }, nameTextStyle: { color: colour('muted'), fontSize: 11 } };
    return {
      colour, axis,
      value: signed => ({ ...axis, type: 'value', axisLabel: { ...axis.axisLabel, formatter: v => (v > 0 && signed ? '+' : '') + String(Number(v.toPrecision(6))).replace(/-/g, '−') } }),
      names: (data, more) => ({ ...axis, type: 'category', data, splitLine: { show: false }, ...more, axisLabel: { ...axis.axisLabel, color: colour('ink'), fontSize: 12, interval: 0, hideOverlap: false, ...more.axisLabel } }),
    };
  };

  const mark = (colour, x, y, r, style) => colour === 'enhancing' ? { type: 'rect', shape: { x: x - r * 0.9, y: y - r * 0.9, width: r * 1.8, height: r * 1.8 }, style }
    : colour === 'both' ? { type: 'polygon', shape: { points: [[x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y]] }, style }
    : { type: 'circle', shape: { cx: x, cy: y, r }, style };

  const kinds = {
    // data of a series: [place, row, low, high]
    forest(data, look, width) {
      const labels = data.rows.map(r => (r.note ? r.note + '   ' : '') + r.label), stacked = width < 320 * data.panels.length;
      const left = Math.min(wide(labels) + 16, width * 0.5), tall = data.rows.length * 28, room = stacked ? width - left : (width - left) / data.panels.length;
      const option = { ...still, grid: [], xAxis: [], yAxis: [], series: [] }, stops = [];
      data.panels.forEach((panel, p) => {
        option.grid.push({ left: stacked ? left : left + p * room, top: 34 + (stacked ? p * (tall + 74) : 0), width: room - 44, height: tall });
        option.xAxis.push({ ...look.value(panel.signed), gridIndex: p });
        option.yAxis.push({ ...look.names(labels, { axisLabel: { show: stacked || p === 0, width: left - 12, overflow: 'truncate' } }), gridIndex: p, inverse: true, axisLine: { show: false, onZero: false }, name: panel.heading, nameLocation: 'start', nameGap: 12, nameTextStyle: { align: 'left', color: look.colour('muted'), fontSize: 11 } });
        [0, 1].forEach(second => {
          const at = data.rows.map((row, r) => ({ row, r, e: row.values[p][second] })).filter(d => d.e);
          if (!at.length) return;
          const two = data.rows.some(row => row.values[p].length > 1), series = option.series.length;
          at.forEach((d, i) => stops.push([series, i, d.r, p, second]));
          option.series.push({
            type: 'custom', xAxisIndex: p, yAxisIndex: p, encode: { x: [0, 2, 3], y: 1 }, clip: false,
            data: at.map(d => ({ value: [d.e[0], d.r, d.e[1], d.e[2]], words: `${d.row.label}, ${panel.heading}${second && data.second ? `, ${data.second.replace(/^hollow: /, '')}` : ''}: ${interval(d.e)}` })),
            renderItem: (params, api) => {
              const colour = data.rows[api.value(1)].colour, shift = two ? (second ? 4.5 : -4.5) : 0;
              const place = v => api.coord([v, api.value(1)]), [x, y] = place(api.value(0)), paint = look.colour(colour), low = api.value(2), high = api.value(3);
              const line = Number.isFinite(low) && Number.isFinite(high) ? [{ type: 'line', shape: { x1: place(low)[0], y1: y + shift, x2: place(high)[0], y2: y + shift }, style: { stroke: paint, lineWidth: second ? 1.4 : 2.4 } }] : [];
              const zero = place(0)[0], area = params.coordSys, rule = params.dataIndex === 0 && !second && zero >= area.x && zero <= area.x + area.width ? [{ type: 'line', silent: true, shape: { x1: zero, y1: area.y, x2: zero, y2: area.y + area.height }, style: { stroke: look.colour('muted-line'), lineWidth: 1 } }] : [];
              return { type: 'group', children: [...rule, ...line, mark(colour, x, y + shift, second ? 3.6 : 4.8, second ? { fill: 'none', stroke: paint, lineWidth: 1.6 } : { fill: paint })] };
            },
          });
        });
      });
      stops.sort((a, b) => a[2] - b[2] || a[3] - b[3] || a[4] - b[4]);
      return { option, stops, height: 34 + (stacked ? data.panels.length * (tall + 74) : tall + 40) };
    },

    lines(data, look, width) {
      const names = data.panels[0].lines.map(l => l.label), right = Math.min(wide(names) + 18, width * 0.42), option = { ...still, grid: [], xAxis: [], yAxis: [], series: [] }, stops = [];
      let top = 34;
      data.panels.forEach((panel, p) => {
        option.grid.push({ left: 56, right, top, height: panel.height });
        option.xAxis.push({ ...look.value(false), type: data.doubling ? 'log' : 'value', logBase: 2, min: 'dataMin', max: 'dataMax', gridIndex: p, name: p === data.panels.length - 1 ? data.across : '', nameLocation: 'middle', nameGap: 26, axisPointer: { label: { show: false } } });
        option.yAxis.push({ ...look.value(panel.signed), scale: !panel.signed, gridIndex: p, name: panel.heading, nameGap: 12, nameTextStyle: { align: 'left', padding: [0, 0, 0, -46], color: look.colour('muted'), fontSize: 11 } });
        top += panel.height + 66;
        for (const line of panel.lines) {
          const paint = look.colour(line.colour), at = data.places.map((x, i) => [x, line.values[i]]).filter(d => d[1]), banded = at.filter(d => d[1][1] !== null);
          option.series.push({ type: 'custom', silent: true, tooltip: { show: false }, xAxisIndex: p, yAxisIndex: p, encode: { x: 0, y: [1, 2] }, data: banded.map(([x, e]) => [x, e[1], e[2]]), z: 1,
            renderItem: (params, api) => params.dataIndex > 0 ? null : { type: 'polygon', shape: { points: [...banded.map(([x, e]) => api.coord([x, e[2]])), ...banded.slice().reverse().map(([x, e]) => api.coord([x, e[1]]))] }, style: { fill: paint, opacity: panel.signed ? 0.16 : 0.1 } } });
          const series = option.series.length;
          // the pointer tells all courses of a place at once
          if (line === panel.lines[0]) at.forEach((_, i) => stops.push([series, i]));
          option.series.push({ type: 'line', name: line.label, xAxisIndex: p, yAxisIndex: p, showSymbol: false, symbolSize: 6, color: paint, itemStyle: { color: paint }, lineStyle: { width: 2, color: paint, type: line.dashes ? line.dashes.split(' ').map(Number) : 'solid' }, z: 3,
            data: at.map(([x, e]) => ({ value: [x, e[0]], words: `${line.label}: ${interval(e)}`, place: `${data.across} ${number(x)}, ${panel.heading}` })), });
        }
        // names at the right end, pushed apart where lines meet
        const ends = panel.lines.map(line => ({ line, e: line.values[line.values.length - 1] })).filter(d => d.e), last = data.places[data.places.length - 1], room = Math.floor((right - 14) / 7.2);
        option.series.push({ type: 'custom', silent: true, tooltip: { show: false }, xAxisIndex: p, yAxisIndex: p, clip: false, z: 4, encode: { x: 0, y: 1 }, data: ends.map(d => [last, d.e[0]]),
          renderItem: (params, api) => {
            if (params.dataIndex > 0) return null;
            const at = ends.map(d => ({ ...d, place: api.coord([last, d.e[0]]) })).sort((a, b) => a.place[1] - b.place[1]), area = params.coordSys, y = at.map(d => d.place[1]);
            for (let i = 1; i < y.length; i++) y[i] = Math.max(y[i], y[i - 1] + 15);
            for (let i = y.length - 1; i >= 0; i--) y[i] = Math.min(y[i], i === y.length - 1 ? area.y + area.height : y[i + 1] - 15);
            return { type: 'group', children: at.map((d, i) => ({ type: 'text', silent: true, style: { text: d.line.label.length > room ? d.line.label.slice(0, room - 1) + '…' : d.line.label, x: d.place[0] + 8, y: y[i], verticalAlign: 'middle', fontSize: 12, fontWeight: 'bold', fill: look.colour(d.line.colour) } })) };
          } });
      });
      return { option, stops, height: top - 12, byAxis: true };
    },

    heat(data, look, width) {
      const left = Math.min(wide(data.rows) + 18, width * 0.42), cell = (width - left - 12) / data.columns.length, tall = Math.max(26, Math.min(58, 480 / data.rows.length)), slanted = wide(data.columns, 11) > cell;
      const foot = slanted ? Math.min(120, wide(data.columns, 11) * 0.75 + 16) : 26, digits = data.digits, fits = wide(data.cells.map(c => short(c.value[0], digits, true)), 11) <= cell;
      const option = { ...still, grid: [{ left, top: 30, width: width - left - 12, height: tall * data.rows.length }],
        xAxis: [{ ...look.names(data.columns, { axisLabel: { fontSize: 11, rotate: slanted ? 50 : 0 } }), name: data.across, nameLocation: 'middle', nameGap: foot }],
        yAxis: [{ ...look.names(data.rows, { axisLabel: { width: left - 12, overflow: 'truncate' } }), inverse: true, name: data.up, nameLocation: 'start', nameGap: 12, nameTextStyle: { align: 'left', padding: [0, 0, 0, 12 - left], color: look.colour('muted'), fontSize: 11 } }],
        series: [{ type: 'custom', encode: { x: 0, y: 1 }, data: data.cells.map(c => ({ value: [c.column, c.row], words: `${c.label}: ${interval(c.value)}${c.note ? `; ${c.note}` : ''}` })),
          renderItem: (params, api) => {
            const c = data.cells[params.dataIndex], [x, y] = api.coord([c.column, c.row]), [w, h] = api.size([1, 1]), text = short(c.value[0], digits, true);
            return { type: 'group', children: [{ type: 'rect', shape: { x: x - w / 2 + 1, y: y - h / 2 + 1, width: w - 2, height: h - 2, r: 2 }, style: { fill: look.colour(c.colour) } },
              ...(fits && c.below && h >= 44 && wide([c.below], 10) <= w ? [{ type: 'text', silent: true, style: { text: c.below, x, y: y + 11, align: 'center', verticalAlign: 'middle', fontSize: 10, fill: look.colour(c.colour + '-ink') } }] : []),
              ...(fits ? [{ type: 'text', silent: true, style: { text, x, y: c.below && h >= 44 && wide([c.below], 10) <= w ? y - 7 : y, align: 'center', verticalAlign: 'middle', fontSize: 11, fill: look.colour(c.colour + '-ink') } }] : [])] };
          } }] };
      return { option, stops: data.cells.map((_, i) => [0, i]), height: 30 + tall * data.rows.length + foot + (data.across ? 22 : 6) };
    },

    scatter(data, look) {
      const right = Math.max(...data.points.map(p => p.x[0])), bounds = data.points.flatMap(p => p.y.filter(v => v !== null)), low = Math.min(...bounds, 0), high = Math.max(...bounds, 0);
      // curves of equal products, drawn within what the points span
      const curves = data.products.map(product => {
        const at = Array.from({ length: 80 }, (_, i) => right * (i + 1) / 80).map(x => [x, product.value / x]).filter(([, y]) => y >= low && y <= high);
        return { type: 'line', silent: true, tooltip: { show: false }, showSymbol: false, data: at, lineStyle: { color: look.colour('muted-line'), width: 1, type: [3, 4] }, endLabel: { show: true, formatter: () => product.label, color: look.colour('muted'), fontSize: 11 } };
      });
      const ends = data.points.map(p => p.y[1] === null ? [p.x[0], p.y[0], p.y[0]] : [p.x[0], p.y[1], p.y[2]]);
      const option = { ...still, grid: [{ left: 62, right: 56, top: 36, height: 360 }], xAxis: [{ ...look.value(false), min: 0, name: data.across, nameLocation: 'middle', nameGap: 28 }], yAxis: [{ ...look.value(true), axisLine: { show: true, onZero: false, lineStyle: { color: 'transparent' } }, name: data.up, nameGap: 14, nameTextStyle: { align: 'left', padding: [0, 0, 0, -50], color: look.colour('muted'), fontSize: 11 } }],
        series: [{ type: 'custom', silent: true, tooltip: { show: false }, encode: { x: 0, y: [1, 2] }, data: ends, z: 1,
          renderItem: (params, api) => { const [x, low, high] = ends[params.dataIndex], a = api.coord([x, low]), b = api.coord([x, high]); return { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: look.colour(data.points[params.dataIndex].colour), lineWidth: 2 } }; } },
        ...curves,
        { type: 'scatter', symbolSize: 10, z: 3, labelLayout: { hideOverlap: true }, data: data.points.map(p => ({ value: [p.x[0], p.y[0]], symbol: p.colour === 'enhancing' ? 'rect' : 'circle', itemStyle: { color: look.colour(p.colour), opacity: 1 },
          words: `${p.label}; ${data.across}: ${interval(p.x)}; ${data.up}: ${interval(p.y)}${p.note ? `; ${p.note}` : ''}`, label: { show: true, position: p.x[0] > right * 0.75 ? 'left' : 'right', formatter: () => p.label, color: look.colour('ink'), fontSize: 11 } })) }] };
      return { option, stops: data.points.map((_, i) => [1 + curves.length, i]), height: 450 };
    },
  };

  // text of a tooltip is drawn, never read as markup; braces would name styles there
  const drawnText = text => text.replace(/\{/g, '(').replace(/\}/g, ')');
  const broken = (text, most) => text.split(' ').reduce((lines, word) => (lines[lines.length - 1] + ' ' + word).length > most ? [...lines, word] : [...lines.slice(0, -1), (lines[lines.length - 1] + ' ' + word).trim()], ['']).join('\n');
  const tooltip = (made, look, width, say) => ({
    trigger: made.byAxis ? 'axis' : 'item', renderMode: 'richText', confine: true, transitionDuration: 0, backgroundColor: look.colour('paper'), borderColor: look.colour('muted-line'), textStyle: { color: look.colour('ink'), fontSize: 12 },
    axisPointer: { lineStyle: { color: look.colour('muted-line') } },
    formatter: given => {
      const at = (Array.isArray(given) ? given : [given]).filter(g => g.data && g.data.words), lines = at.map(g => g.data.words);
      if (at.length && at[0].data.place) lines.unshift(at[0].data.place);
      say(lines.join('; '));
      return drawnText(lines.map(l => broken(l, Math.max(28, Math.min(70, width / 8)))).join('\n'));
    },
  });

  const save = (name, text) => {
    const link = document.createElement('a');
    link.href = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
    link.download = name + '.svg';
    link.click();
  };
  const drawing = svg => {
    const copy = svg.cloneNode(true), box = svg.viewBox.baseVal, ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [key, value] of [['width', box.width], ['height', box.height], ['font-family', 'sans-serif']]) copy.setAttribute(key, value);
    for (const [key, value] of [['width', box.width], ['height', box.height], ['fill', '#ffffff']]) ground.setAttribute(key, value);
    copy.insertBefore(ground, copy.querySelector('desc').nextSibling);
    return new XMLSerializer().serializeToString(copy);
  };

  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // as the drawings have it, with the colours of the style sheet
  const legend = entries => {
    const line = make('div', '', { class: 'legend' });
    for (const entry of entries) {
      const item = make('span', ''), svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), shape = document.createElementNS('http://www.w3.org/2000/svg', entry.colour === 'enhancing' ? 'rect' : entry.colour === 'both' ? 'polygon' : 'circle');
      const where = entry.colour === 'enhancing' ? { x: 3, y: 2, width: 9, height: 9 } : entry.colour === 'both' ? { points: '8,1 14,7 8,13 2,7' } : { cx: 8, cy: 7, r: 5 };
      for (const [key, value] of Object.entries({ ...where, class: entry.hollow ? entry.colour + '-line' : entry.colour, ...(entry.hollow ? { fill: 'none', 'stroke-width': 1.6 } : {}) })) shape.setAttribute(key, value);
      for (const [key, value] of Object.entries({ class: 'asem', viewBox: '0 0 16 14', 'aria-hidden': 'true' })) svg.setAttribute(key, value);
      svg.append(shape);
      item.append(svg, entry.words);
      line.append(item);
    }
    return line;
  };

  for (const figure of document.querySelectorAll('figure')) {
    const frame = figure.querySelector('.frame'), source = figure.querySelector('.chart-data'), name = figure.id.replace(/^figure-/, ''), tools = make('p', '', { class: 'tools' });
    const saver = make('button', 'Save as SVG', { type: 'button' });
    tools.append(saver);
    frame.after(tools);
    if (!source) {
      saver.addEventListener('click', () => save(name, drawing(frame.querySelector('svg'))));
      continue;
    }
    const data = JSON.parse(source.textContent), title = frame.getAttribute('aria-label'), ask = 'Point at a mark, or go from mark to mark with the arrow keys, for its numbers.';
    const box = make('div', '', { class: 'chart', tabindex: '0', role: 'group', 'aria-label': `${title}; interactive, arrow keys go from mark to mark` }), inner = make('div', '', { 'aria-hidden': 'true' }), readout = make('p', ask, { class: 'readout', role: 'status' });
    const toggle = make('button', 'Interactive', { type: 'button', 'aria-pressed': 'true' });
    box.append(inner);
    frame.before(box);
    if (data.legend && data.legend.length) frame.before(legend(data.legend));
    tools.prepend(toggle);
    tools.after(readout);
    figure.classList.add('live');
    let chart = null, made = null, at = -1, width = 0;
    const build = (isDark, wideness) => {
      const look = looks(isDark), built = kinds[data.kind](data, look, wideness);
      return { ...built, option: { ...built.option, textStyle: { fontFamily: 'system-ui, -apple-system, Segoe UI, Roboto, DejaVu Sans, sans-serif' }, backgroundColor: 'transparent', tooltip: tooltip(built, look, wideness, text => { readout.textContent = text || ask; }) } };
    };
    const draw = () => {
      if (!figure.classList.contains('live') || inner.clientWidth === 0) return;
      width = inner.clientWidth;
      made = build(dark.matches, width);
      inner.style.height = made.height + 'px';
      if (!chart) chart = globalThis.asemCharts.init(inner, null, { renderer: 'svg', width, height: made.height });
      else chart.resize({ width, height: made.height });
      chart.setOption(made.option, true);
    };
    // a figure that a switch hides has no width until it is chosen
    new ResizeObserver(() => { if (inner.clientWidth !== width) draw(); }).observe(inner);
    dark.addEventListener('change', draw);
    box.addEventListener('keydown', event => {
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }, count = made ? made.stops.length : 0;
      if (!count) return;
      if (event.key in steps) at = at < 0 ? (steps[event.key] > 0 ? 0 : count - 1) : (at + steps[event.key] + count) % count;
      else if (event.key === 'Home') at = 0;
      else if (event.key === 'End') at = count - 1;
      else if (event.key === 'Escape') at = -1;
      else return;
      event.preventDefault();
      if (at < 0) chart.dispatchAction({ type: 'hideTip' });
      else chart.dispatchAction({ type: 'showTip', seriesIndex: made.stops[at][0], dataIndex: made.stops[at][1] });
      if (at < 0) readout.textContent = ask;
    });
    toggle.addEventListener('click', () => {
      const live = figure.classList.toggle('live');
      toggle.setAttribute('aria-pressed', String(live));
      if (live) draw();
    });
    saver.addEventListener('click', () => {
      if (!figure.classList.contains('live')) return save(name, drawing(frame.querySelector('svg')));
      // light, whatever the screen is
      const built = build(false, width), paper = globalThis.asemCharts.init(null, null, { renderer: 'svg', ssr: true, width, height: built.height });
      paper.setOption({ ...built.option, backgroundColor: '#ffffff' });
      save(name, paper.renderToSVGString());
      paper.dispose();
    });
  }
})();
