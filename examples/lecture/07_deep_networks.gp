# gnuplot -e "folder='...'; picture='...'" 07_deep_networks.gp: how well a network reads digits, against its depth.
file = folder."/07_deep_networks.dat"

set terminal svg size 640,420 font "Helvetica,13" background "#ffffff"
set output picture
set border 3 linecolor "#555555"
set grid ytics linecolor "#e4e4e4" linetype 1
set tics nomirror
set style line 1 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#d98c00"
set style line 2 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#1f4fd8"
set style line 3 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#2e8b57"
set style line 4 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#b03060"
set style line 5 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#7b52ab"
set style line 6 linewidth 2 pointtype 7 pointsize 0.6 linecolor "#666666"
set style line 7 linewidth 1.5 dashtype 2 linecolor "#aaaaaa"

set title "test digits read after 600 steps" offset 0,-0.4
set xlabel "hidden layers" offset 0,0.4
set ylabel "%" offset 1,0 norotate
set xrange [0.8:8.2]
set yrange [0:100]
set xtics 1
set key at graph 0.03,0.84 left Left reverse samplen 2 spacing 1.1
names = "sigmoid relu tanh sin cos mixed"
plot for [i = 1:6] file index i - 1 using 1:2 with linespoints linestyle i title word(names, i), \
     10 with lines linestyle 7 title "chance"
