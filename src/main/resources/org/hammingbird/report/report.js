(function () {
  'use strict';
  var root = document.documentElement;
  var charts = JSON.parse(document.getElementById('charts').textContent);
  var system = window.matchMedia('(prefers-color-scheme: dark)');
  var asked = /[?&#]theme=(dark|light)/.exec(location.href);
  var chosen = asked ? asked[1] : null;
  var drawn = [], widths = [];

  function css(name) { return getComputedStyle(root).getPropertyValue(name).trim(); }

  function format(value, shares) {
    if (value === null || value === undefined || value === '-') return '–';
    if (shares) return (100 * value).toFixed(1) + '%';
    return Math.abs(value) < 100 && value % 1 ? String(+value.toPrecision(4)) : Math.round(value).toLocaleString('en-US');
  }

  function short(value, shares) {
    if (shares) return +(100 * value).toFixed(1) + '%';
    if (Math.abs(value) >= 1e6) return +(value / 1e6).toPrecision(3) + 'M';
    if (Math.abs(value) >= 1e4) return +(value / 1e3).toPrecision(3) + 'k';
    return String(+value.toPrecision(4));
  }

  // names of series and classes come from the data: never into HTML unescaped
  function text(string) {
    return String(string).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }

  function option(chart, narrow) {
    var rows = chart.kind === 'STACKED_ROWS';
    var lines = chart.kind === 'LINES' || chart.kind === 'AREAS';
    var points = chart.kind === 'POINTS';
    var soft = css('--soft'), line = css('--line'), ink = css('--ink');
    var colours = [1, 2, 3, 4, 5, 6, 7, 8].map(function (i) { return css('--c' + i); });
    var many = chart.series.length > 1;
    var zooms = lines && chart.categories.length > 12;
    var names = {
      type: 'category', data: chart.categories, inverse: rows, boundaryGap: !lines,
      name: rows ? '' : chart.x, nameLocation: 'middle', nameGap: 30, nameTextStyle: { color: soft },
      axisLabel: { color: soft, hideOverlap: true, width: rows ? (narrow ? 84 : 130) : undefined, overflow: 'truncate' },
      axisLine: { lineStyle: { color: line } }, axisTick: { show: false }
    };
    var values = {
      type: 'value', name: rows ? chart.y : chart.y, nameLocation: rows ? 'middle' : 'end', nameGap: rows ? 28 : 12,
      nameTextStyle: { color: soft, align: rows ? 'center' : 'left' }, scale: lines && !chart.shares,
      axisLabel: { color: soft, hideOverlap: true, formatter: function (v) { return short(v, chart.shares); } },
      splitLine: { lineStyle: { color: line } }
    };
    return {
      animation: false, color: colours, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      aria: { enabled: false },
      grid: { left: 6, right: 16, top: many ? 54 : 34, bottom: ((rows ? chart.y : chart.x) ? 34 : 8) + (zooms ? 30 : 0), containLabel: true },
      legend: many ? { type: 'scroll', top: 0, left: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 8, itemGap: 14, textStyle: { color: ink }, pageTextStyle: { color: soft }, pageIconColor: soft, inactiveColor: line } : undefined,
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: css('--card'), borderColor: line, textStyle: { color: ink },
        axisPointer: { type: lines ? 'line' : 'shadow', shadowStyle: { color: 'rgba(128,140,135,.12)' } },
        formatter: function (points) {
          var head = (chart.x && !rows ? chart.x + ' ' : '') + points[0].axisValue;
          return '<b>' + text(head) + '</b>' + points.filter(function (p) { return p.value !== null && p.value !== undefined; }).map(function (p) {
            return '<br>' + p.marker + text(p.seriesName) + ' &nbsp;<b>' + format(p.value, chart.shares) + '</b>';
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
          symbol: ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin'][i % 6], symbolSize: 7,
          showSymbol: chart.categories.length <= 16, lineStyle: { width: 2.5 },
          areaStyle: chart.kind === 'AREAS' ? { opacity: 0.07 } : undefined,
          itemStyle: lines ? undefined : points ? { opacity: 0.7 } : { borderRadius: rows ? 0 : [4, 4, 0, 0] },
          emphasis: { focus: 'series' }
        };
      })
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

  function draw() {
    var elements = document.querySelectorAll('[data-chart]');
    Array.prototype.forEach.call(elements, function (element, i) {
      widths[i] = element.clientWidth;
      var narrow = widths[i] < 480;
      if (!drawn[i]) drawn[i] = echarts.init(element, null, { renderer: 'svg' });
      drawn[i].resize({ width: 'auto' });
      drawn[i].setOption(asLeft(option(charts[+element.dataset.chart], narrow), drawn[i].getOption()), true);
    });
  }

  function theme() {
    root.dataset.theme = chosen || (system.matches ? 'dark' : 'light');
    draw();
  }

  // paper is light, and narrower than most screens: a chart is not drawn again when its box shrinks there
  function paper() {
    root.dataset.theme = 'light';
    draw();
    drawn.forEach(function (chart) { chart.resize({ width: Math.min(chart.getWidth(), 620) }); });
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

  function emphasise() {
    Array.prototype.forEach.call(document.querySelectorAll('.findings li'), function (item) {
      var parts = item.textContent.split(/(\d[\d,.]*\d%?|\d%?)(?![\w-])/);
      item.textContent = '';
      parts.forEach(function (part, i) {
        var clean = i % 2 && !/[\w.-]$/.test(parts[i - 1]);
        var node = clean ? document.createElement('mark') : document.createTextNode(part);
        if (clean) node.textContent = part;
        item.appendChild(node);
      });
    });
  }

  // the numbers that cells begin with, as the report writes them: with units, intervals or brackets behind
  var numeral = /^(?:under |[<~] ?)?([+-]?[\d,]*\.?\d+)(?: ?%| points| s| bits?| min \d+ s)?(?: ± [\d.]+)?(?: points)?(?: \(.*\))?$/;

  function cellText(cell) { return cell.textContent.replace(/\u00a0/g, ' ').trim(); }

  function number(cell) {
    var minutes = /^(\d+) min (\d+) s$/.exec(cellText(cell));
    if (minutes) return 60 * minutes[1] + +minutes[2];
    var match = numeral.exec(cellText(cell));
    return match ? parseFloat(match[1].replace(/,/g, '')) : -Infinity;
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
