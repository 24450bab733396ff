# gnuplot -e "folder='...'; picture='...'" 10_numerical_check.gp: the error of central differences against h.
file = folder."/10_numerical_check.dat"

set terminal svg size 640,420 font "Helvetica,13" background "#ffffff"
set output picture
set border 3 linecolor "#555555"
set grid xtics ytics linecolor "#e4e4e4" linetype 1
set tics nomirror
set style line 1 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#1f4fd8"
set style line 2 linewidth 1.5 dashtype 2 linecolor "#d98c00"
set style line 3 linewidth 1.5 dashtype 2 linecolor "#888888"

set title "how far central differences are from the gradient" offset 0,-0.4
set format xy "10^{%T}"
set xlabel "h" offset 0,0.4
set ylabel "largest relative error" offset 1,0
set key top center Left reverse samplen 2 spacing 1.2
# Both guides go through the outermost points.
stats file using ($1 > 5e-4 ? log($2) - 2 * log($1) : NaN) name "large" nooutput
stats file using ($1 < 2e-8 ? log($2) + log($1) : NaN) name "small" nooutput
set logscale xy 10
set xrange [1e-12:0.1]
set yrange [1e-9:1]
plot file using 1:2 with linespoints linestyle 1 title "found", \
     exp(large_mean) * x**2 with lines linestyle 2 title "the formula's own: h^2", \
     exp(small_mean) / x with lines linestyle 3 title "rounding: 1 / h"
