# gnuplot -c plot.gp <columns of bench_report> <picture.svg>: sizes 1..128 one by one, beside them the larger ones.
set terminal svg size 880,400 font "Helvetica,13" background "#ffffff"
set output ARG2
set datafile missing "?"
set border 3 linecolor "#555555"
set grid ytics linecolor "#e4e4e4" linetype 1
set tics nomirror
set yrange [0:*]
stats ARG1 using (column("peak")) name "peak" nooutput
set yrange [0:ceil(peak_max / 10) * 10 + 2]

set linetype 1 linewidth 1.5 dashtype 2 linecolor "#888888"
set linetype 2 linewidth 1.2 linecolor "#d98c00"
set linetype 3 linewidth 1.2 linecolor "#c44e9a"
set linetype 4 linewidth 1.2 linecolor "#2a9d6e"
set linetype 5 linewidth 2 linecolor "#1f4fd8"

set multiplot
set tmargin at screen 0.97
set bmargin at screen 0.15

set lmargin at screen 0.085
set rmargin at screen 0.70
set xrange [0:128]
set xtics 16
set ylabel "GFLOP/s" offset 1.2
set label 1 "n: products of n x n matrices of floats, one thread" at screen 0.5, screen 0.035 center
set key bottom right Left reverse samplen 2 spacing 1.25
plot ARG1 using "task":"peak" with lines linetype 1 title "peak of this core", \
     "" using "task":"eigen_dynamic" with lines linetype 2 title "Eigen, sizes told at run time", \
     "" using "task":"eigen_fixed" with lines linetype 3 title "Eigen, sizes fixed (up to 32)", \
     "" using "task":"libxsmm" with lines linetype 4 title "LIBXSMM", \
     "" using "task":"handgrad" with lines linetype 5 title "handgrad"

unset label 1
unset key
unset ylabel
set format y ""
set lmargin at screen 0.725
set rmargin at screen 0.98
set xrange [128:1024]
set xtics ("" 128, "" 256, "384" 384, "" 512, "640" 640, "" 768, "" 896, "1024" 1024)
plot ARG1 using "task":"eigen_dynamic" with lines linetype 2, \
     "" using "task":"libxsmm" with lines linetype 4, \
     "" using "task":"handgrad" with lines linetype 5, \
     "" using "task":"peak" with lines linetype 1
unset multiplot
