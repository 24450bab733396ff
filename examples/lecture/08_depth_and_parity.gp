# gnuplot -e "folder='...'; picture='...'" 08_depth_and_parity.gp: on the left the units that parity takes by hand, on the
# right what training makes of it.
file = folder."/08_depth_and_parity.dat"

set terminal svg size 900,420 font "Helvetica,13" background "#ffffff"
set output picture
set border 3 linecolor "#555555"
set grid xtics ytics linecolor "#e4e4e4" linetype 1
set tics nomirror
set samples 400
set xtics 4
set xlabel "N: bits" offset 0,0.4

set multiplot
set tmargin at screen 0.91
set bmargin at screen 0.13
set lmargin at screen 0.07
set rmargin at screen 0.47
set title "hidden units of networks that are exact" offset 0,-0.4
set xrange [2:24]
set logscale y 10
set yrange [1:1e8]
set format y "10^{%T}"
set key top left Left reverse samplen 2 spacing 1.2
plot 2**(x - 1) with lines linewidth 2 linecolor "#c44e9a" title "2 layers, a unit for each odd pattern", \
     2 * (x - 1) with lines linewidth 2 linecolor "#d98c00" title "N layers", \
     x with lines linewidth 2 linecolor "#2a9d6e" title "2 layers, counting", \
     2 * ceil(log(x) / log(2) - 1e-9) with lines linewidth 2 linecolor "#1f4fd8" title "1 + log_2(N) layers"

set lmargin at screen 0.57
set rmargin at screen 0.98
set title "2 layers of 24 units, trained: right answers"
unset logscale y
set yrange [40:104]
set ytics 10
set format y "%.0f %%"
set key at graph 1,0.9 right top Right noreverse samplen 2
plot 100 with lines linewidth 1.5 dashtype 2 linecolor "#2a9d6e" title "by hand: counting", \
     50 with lines linewidth 1.5 dashtype 2 linecolor "#888888" title "guessing", \
     file using 1:(100 * $2):(100 * $4) with filledcurves linecolor "#c9d3e6" title "trained: worst to best", \
     "" using 1:(100 * $3) with linespoints linewidth 2 pointtype 7 pointsize 0.6 linecolor "#1f4fd8" title "the middle of three"
unset multiplot
