# gnuplot -e "folder='...'; picture='...'" 04_random_fourier_features.gp: random features against the kernel's limit.
file = folder."/04_random_fourier_features.dat"

set terminal svg size 900,380 font "Helvetica,13" background "#ffffff"
set output picture
set logscale x 2
set xrange [12:5500]
set xtics (16, 64, 256, 1024, 4096)
set xlabel "random features D"
set grid linecolor "#dddddd"
set border 3 linecolor "#555555"
set tics nomirror
stats file using 4 nooutput
kernel = STATS_min

set multiplot layout 1,2
set title "test digits read right"
set yrange [0.3:1]
set format y ""
set ytics ("40 %%" 0.4, "60 %%" 0.6, "80 %%" 0.8, "100 %%" 1)
set key bottom right
plot kernel with lines linewidth 2 dashtype 2 linecolor "#b2182b" title "Gaussian kernel", \
     file using 1:2 with linespoints pointtype 7 linewidth 2 linecolor "#2166ac" title "D features"
set title "distance from what the kernel gives"
set logscale y 2
set yrange [0.1:8]
set ytics 2
set format y "%.2g"
set key top right
plot file using 1:3 with linespoints pointtype 7 linewidth 2 linecolor "#2166ac" title "root mean square", \
     20 / sqrt(x) with lines dashtype 2 linecolor "#777777" title "D^{-1/2}"
unset multiplot
