# gnuplot -e "folder='...'; picture='...'" 11_cost_of_the_cache.gp: memory against depth, with and without checkpoints.
file = folder."/11_cost_of_the_cache.dat"

set terminal svg size 700,400 font "Helvetica,13" background "#ffffff"
set output picture
set xlabel "layers of 64 units, L"
set ylabel "KB that a training step of 64 rows works in"
set xrange [0:66]
set yrange [0:*]
set grid linecolor "#dddddd"
set border 3 linecolor "#555555"
set tics nomirror
set key top left
plot file using 1:2 with linespoints pointtype 7 linewidth 2 linecolor "#b2182b" title "keeping each Z_i", \
     "" using 1:3 with linespoints pointtype 7 linewidth 2 linecolor "#2166ac" title "checkpoints of √L layers"
