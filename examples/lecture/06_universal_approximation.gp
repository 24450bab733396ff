# gnuplot -e "folder='...'; picture='...'" 06_universal_approximation.gp: on the left f and what two networks of 16 units
# make of it, on the right how many units an error takes.
file = folder."/06_universal_approximation.dat"

set terminal svg size 900,420 font "Helvetica,13" background "#ffffff"
set output picture
set border 3 linecolor "#555555"
set grid xtics ytics linecolor "#e4e4e4" linetype 1
set tics nomirror
set style line 1 linewidth 5 linecolor "#c9d3e6"
set style line 2 linewidth 2 linecolor "#1f4fd8"
set style line 3 linewidth 2 linecolor "#d98c00"
set style line 4 linewidth 1.5 dashtype 2 linecolor "#888888"
set style line 5 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#1f4fd8"

set multiplot
set tmargin at screen 0.91
set bmargin at screen 0.13
set lmargin at screen 0.06
set rmargin at screen 0.52
set title "16 relu units" offset 0,-0.4
set xrange [-pi:pi]
set yrange [-1.15:1.5]
set xtics ("-π" -pi, "-π/2" -pi/2, "0" 0, "π/2" pi/2, "π" pi)
set ytics 0.5
set xlabel "x" offset 0,0.4
set key top left Left reverse samplen 2 spacing 1.2
plot file index 1 using 1:2 with lines linestyle 1 title "f(x) = sin(x) + sin(3x) / 3", \
     "" index 1 using 1:3 with lines linestyle 2 title "constructed", \
     "" index 2 using 1:3 with lines linestyle 3 title "trained, the best of five"

set lmargin at screen 0.61
set rmargin at screen 0.98
set title "units needed for an error"
set logscale x 10
set logscale y 2
set xrange [10:1e-4]
set yrange [1.5:400]
set xtics autofreq
set format x "10^{%T}"
set ytics autofreq
set xlabel "epsilon: the largest distance from f"
plot file index 0 using 2:1 with lines linestyle 4 title "promised by max |f''|: slope -1/2", \
     "" index 0 using 3:1 with linespoints linestyle 5 title "found"
unset multiplot
