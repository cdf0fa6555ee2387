(function () {
  'use strict';
  var root = document.documentElement;
  var charts = JSON.parse(document.getElementById('charts').textContent);
  var system = window.matchMedia('(prefers-color-scheme: dark)');
  var asked = /[?&#]theme=(dark|light)/.exec(location.href);
  var chosen = asked ? asked[1] : null;
  var drawn = [], widths = [];

  function css(name) { return getComputedStyle(root).getPropertyValue(name).trim(); }

  // a difference of shares in points, with its sign as it is printed
  function signed(value, decimals) {
    var number = +(100 * value).toFixed(decimals);
    return (number < 0 ? '\u2212' : number > 0 ? '+' : '') + (decimals && number ? Math.abs(number).toFixed(decimals) : Math.abs(number));
  }

  function format(value, chart) {
    if (value === null || value === undefined || value === '-') return '–';
    if (chart.points) return signed(value, 1);
    if (chart.shares) return (100 * value).toFixed(1) + '%';
    return Math.abs(value) < 100 && value % 1 ? String(+value.toPrecision(4)) : Math.round(value).toLocaleString('en-US');
  }

  function short(value, chart) {
    if (chart.points) return +(100 * value).toFixed(1) ? signed(value, Math.abs(100 * value - Math.round(100 * value)) > 0.01 ? 1 : 0) : '0';
    if (chart.shares) return +(100 * value).toFixed(1) + '%';
    if (Math.abs(value) >= 1e6) return +(value / 1e6).toPrecision(3) + 'M';
    if (Math.abs(value) >= 1e4) return +(value / 1e3).toPrecision(3) + 'k';
    return String(+value.toPrecision(4));
  }

  // names of series and classes come from the data: never into HTML unescaped
  function text(string) {
    return String(string).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }

  // height of a legend's row in pixels: its text and the gap between items
  var legendRow = 26;

  // rows of a legend that wraps, as wide as this
  function legendRows(chart, width) {
    if (chart.series.length < 2) return 0;
    var pen = document.createElement('canvas').getContext('2d'), rows = 1, at = 0;
    pen.font = '12px ' + getComputedStyle(document.body).fontFamily;
    chart.series.forEach(function (s) {
      var item = 24 + 5 + pen.measureText(s.name).width + 14;
      if (at && at + item > width - 16) { rows++; at = 0; }
      at += item;
    });
    return rows;
  }

  function full(share) { return share > 0.97; }

  // intervals from few values, and an axis with room to spare, reach beyond what there can be
  function reaches(chart, ends, far) {
    return chart.series.some(function (s) { return (s[ends] || []).some(function (v) { return v !== null && far(v); }); });
  }

  // values of several series at one place stand side by side where they have intervals and no line
  function shift(chart, i) {
    return chart.kind === 'POINTS' && chart.series[0].lows ? 9 * (i - (chart.series.length - 1) / 2) : 0;
  }

  function whiskers(chart, i, colour) {
    var s = chart.series[i];
    return {
      name: s.name, type: 'custom', silent: true, z: 1, clip: true, itemStyle: { color: colour }, encode: { x: 0, y: [1, 2] },
      data: s.lows.map(function (low, at) { return [at, low, s.highs[at]]; }).filter(function (d) { return d[1] !== null && d[2] !== null; }),
      renderItem: function (params, api) {
        var low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
        var x = low[0] + shift(chart, i), style = { stroke: colour, lineWidth: 1.5, opacity: 0.8 };
        function bar(x1, y1, x2, y2) { return { type: 'line', shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: style }; }
        return { type: 'group', children: [bar(x, low[1], x, high[1]), bar(x - 3, low[1], x + 3, low[1]), bar(x - 3, high[1], x + 3, high[1])] };
      }
    };
  }

  function option(chart, narrow, legend) {
    var rows = chart.kind === 'STACKED_ROWS';
    var lines = chart.kind === 'LINES' || chart.kind === 'AREAS';
    var points = chart.kind === 'POINTS';
    var soft = css('--soft'), line = css('--line'), ink = css('--ink');
    var colours = [1, 2, 3, 4, 5, 6, 7, 8].map(function (i) { return css('--c' + i); });
    var zooms = lines && chart.categories.length > 12;
    var names = {
      type: 'category', data: chart.categories, inverse: rows, boundaryGap: !lines,
      name: rows ? '' : chart.x, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: soft },
      axisLabel: { color: soft, hideOverlap: true, width: rows ? (narrow ? 84 : 130) : undefined, overflow: 'truncate' },
      axisLine: { lineStyle: { color: line } }, axisTick: { show: false }
    };
    var values = {
      type: 'value', name: chart.y, nameLocation: rows ? 'middle' : 'end', nameGap: rows ? 28 : 12,
      nameTextStyle: { color: soft, align: rows ? 'center' : 'left' }, scale: lines && (!chart.shares || chart.lowest),
      min: !chart.points && reaches(chart, 'lows', function (v) { return v < 0; }) ? 0 : undefined,
      max: chart.shares && lines && (reaches(chart, 'data', full) || reaches(chart, 'highs', full)) ? 1 : undefined,
      axisLabel: { color: soft, hideOverlap: true, formatter: function (v) { return short(v, chart); } },
      splitLine: { lineStyle: { color: line } }
    };
    return {
      animation: false, color: colours, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      aria: { enabled: false },
      grid: { left: 6, right: lines ? 26 : 16, top: 30 + legendRow * legend, bottom: ((rows ? chart.y : chart.x) ? 34 : 8) + (zooms ? 30 : 0), containLabel: true },
      legend: legend ? { type: 'plain', top: 0, left: 0, right: 0, icon: lines || points ? undefined : 'roundRect', itemWidth: lines ? 24 : 14, itemHeight: 8, itemGap: 14, textStyle: { color: ink, lineHeight: 12 }, inactiveColor: line } : undefined,
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: css('--card'), borderColor: line, textStyle: { color: ink },
        axisPointer: { type: lines ? 'line' : 'shadow', shadowStyle: { color: 'rgba(128,140,135,.12)' } },
        formatter: function (points) {
          var head = (chart.x && !rows ? chart.x + ' ' : '') + points[0].axisValue;
          return '<b>' + text(head) + '</b>' + points.filter(function (p) { return p.seriesType !== 'custom' && p.value !== null && p.value !== undefined; }).map(function (p) {
            var s = chart.series[p.seriesIndex], known = s.lows && s.lows[p.dataIndex] !== null;
            return '<br>' + p.marker + text(p.seriesName) + ' &nbsp;<b>' + format(p.value, chart) + '</b>' +
              (known ? ' (' + format(s.lows[p.dataIndex], chart) + ' to ' + format(s.highs[p.dataIndex], chart) + ')' : '');
          }).join('');
        }
      },
      dataZoom: zooms ? [{ type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }, {
        type: 'slider', bottom: 4, height: 20, left: 14, right: 14, showDetail: false, showDataShadow: false, brushSelect: false, borderColor: line,
        backgroundColor: 'transparent', fillerColor: 'rgba(128,140,135,.18)', handleStyle: { color: css('--card'), borderColor: soft }, moveHandleStyle: { color: line }
      }] : undefined,
      xAxis: rows ? values : names, yAxis: rows ? names : values,
      series: chart.series.map(function (s, i) {
        return {
          name: s.name, data: s.data, type: lines ? 'line' : points ? 'scatter' : 'bar', stack: rows ? 'all' : undefined,
          barMaxWidth: rows ? 18 : 46, smooth: false, connectNulls: true,
          symbol: ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'emptyCircle'][i % 6], symbolSize: 7, symbolOffset: [shift(chart, i), 0],
          showSymbol: chart.categories.length <= 16, lineStyle: { width: 2.5, type: i < colours.length ? 'solid' : 'dashed' },
          markLine: chart.points && !i ? { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: ink, width: 1.5, type: 'solid' }, data: [{ yAxis: 0 }] } : undefined,
          areaStyle: chart.kind === 'AREAS' ? { opacity: 0.07 } : undefined,
          itemStyle: lines ? undefined : points ? { opacity: 0.7 } : { borderRadius: rows ? 0 : [4, 4, 0, 0] },
          emphasis: { focus: 'series' }
        };
      }).concat(chart.series.map(function (s, i) { return s.lows ? whiskers(chart, i, colours[i % colours.length]) : null; }).filter(Boolean))
    };
  }

  // with the series that the reader has hidden and the part zoomed to, if it was drawn before
  function asLeft(now, before) {
    if (before && before.legend && now.legend) now.legend.selected = before.legend[0].selected;
    if (before && before.dataZoom && now.dataZoom) {
      now.dataZoom.forEach(function (zoom, i) { zoom.start = before.dataZoom[i].start; zoom.end = before.dataZoom[i].end; });
    }
    return now;
  }

  // no wider than this, if it is given
  function draw(widest) {
    var elements = document.querySelectorAll('[data-chart]');
    Array.prototype.forEach.call(elements, function (element, i) {
      var chart = charts[+element.dataset.chart];
      widths[i] = element.clientWidth;
      var width = Math.min(widths[i], widest || Infinity);
      var legend = legendRows(chart, width);
      // room for all names, and no less for the lines
      if (chart.kind !== 'STACKED_ROWS') element.style.setProperty('--legend', legendRow * Math.max(0, legend - 1) + 'px');
      if (!drawn[i]) drawn[i] = echarts.init(element, null, { renderer: 'svg' });
      drawn[i].resize({ width: widest ? width : 'auto' });
      drawn[i].setOption(asLeft(option(chart, width < 480, legend), drawn[i].getOption()), true);
    });
  }

  function theme() {
    root.dataset.theme = chosen || (system.matches ? 'dark' : 'light');
    draw();
  }

  // paper is light, and narrower than most screens: a chart is not drawn again when its box shrinks there
  function paper() {
    root.dataset.theme = 'light';
    draw(620);
  }

  // two charts of a kind side by side, where they follow one another
  function pair() {
    Array.prototype.forEach.call(document.querySelectorAll('.part'), function (part) {
      var run = [];
      function flush() {
        for (var i = 0; i + 1 < run.length; i += 2) { run[i].classList.add('half'); run[i + 1].classList.add('half'); }
        run = [];
      }
      Array.prototype.forEach.call(part.children, function (child) {
        if (child.classList.contains('chart') && !child.querySelector('.plot').style.height) run.push(child); else flush();
      });
      flush();
    });
    Array.prototype.forEach.call(document.querySelectorAll('.group'), function (group) {
      if (group.querySelectorAll('.picture').length > 2) group.classList.add('wide');
    });
  }

  // the figure that a sentence is about: its first in points or times, else what it begins with (a count of the collection's), a share, any
  var results = [/[+\u2212]?\d[\d,]*\.?\d*(?=(?: ± [\d.]+)? (?:points|times as fast))/, /^\d[\d,]*(?= )/, /\d[\d,]*\.?\d*%/, /\d[\d,]*(?:\.\d+)?(?![\w-])/];

  function emphasise() {
    Array.prototype.forEach.call(document.querySelectorAll('.findings li'), function (item) {
      var sentence = item.textContent, found = null;
      results.forEach(function (result, i) { found = found || (i !== 1 || !item.closest('.answer') ? result.exec(sentence) : null); });
      if (!found || /[\w.-]$/.test(sentence.slice(0, found.index))) return;
      var mark = document.createElement('mark');
      mark.textContent = found[0];
      item.textContent = '';
      item.append(sentence.slice(0, found.index), mark, sentence.slice(found.index + found[0].length));
    });
  }

  // the numbers that cells begin with, as the report writes them: with units, intervals or brackets behind
  var numeral = /^(?:under |[<~] ?)?([+\u2212-]?[\d,]*\.?\d+)(?: ?%| points| s| bits?| min \d+ s)?(?: ± [\d.]+)?(?: points)?(?: \(.*\))?$/;

  function cellText(cell) { return cell.textContent.replace(/\u00a0/g, ' ').trim(); }

  function number(cell) {
    var minutes = /^(\d+) min (\d+) s$/.exec(cellText(cell));
    if (minutes) return 60 * minutes[1] + +minutes[2];
    var match = numeral.exec(cellText(cell));
    return match ? parseFloat(match[1].replace(/,/g, '').replace('\u2212', '-')) : -Infinity;
  }

  function tables() {
    Array.prototype.forEach.call(document.querySelectorAll('table.data'), function (table) {
      var body = table.tBodies[0];
      var heads = table.tHead.rows[0].cells;
      var rows = Array.prototype.slice.call(body.rows);
      Array.prototype.forEach.call(heads, function (head, column) {
        var texts = rows.map(function (row) { return cellText(row.cells[column]); });
        var numeric = texts.every(function (text) { return text === '' || text === '–' || numeral.test(text); }) &&
          texts.some(function (text) { return numeral.test(text); });
        if (numeric) {
          head.classList.add('num');
          rows.forEach(function (row) { row.cells[column].classList.add('num'); });
        }
        head.querySelector('button').addEventListener('click', function () {
          var up = head.getAttribute('aria-sort') !== 'ascending';
          Array.prototype.forEach.call(heads, function (other) { other.removeAttribute('aria-sort'); });
          head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
          rows.sort(function (a, b) {
            var x = a.cells[column], y = b.cells[column];
            var left = numeric ? number(x) : 0, right = numeric ? number(y) : 0;
            var order = numeric ? (left < right ? -1 : left > right ? 1 : 0) : x.textContent.localeCompare(y.textContent);
            return up ? order : -order;
          });
          rows.forEach(function (row) { body.appendChild(row); });
        });
      });
    });
  }

  pair();
  emphasise();
  tables();
  theme();
  system.addEventListener('change', theme);
  document.getElementById('theme').addEventListener('click', function () {
    chosen = root.dataset.theme === 'dark' ? 'light' : 'dark';
    theme();
  });
  window.addEventListener('beforeprint', paper);
  window.addEventListener('afterprint', theme);
  var pending, printing = window.matchMedia('print');
  var plots = document.querySelectorAll('[data-chart]');
  var observer = new ResizeObserver(function () {
    clearTimeout(pending);
    pending = setTimeout(function () {
      // an observer begins with a call, though nothing has changed
      var changed = Array.prototype.some.call(plots, function (plot, i) { return plot.clientWidth !== widths[i]; });
      if (changed && !printing.matches) draw();
    }, 60);
  });
  Array.prototype.forEach.call(plots, function (plot) { observer.observe(plot); });
})();
