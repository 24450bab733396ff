# gnuplot -e "folder='...'; picture='...'" 13_convolution.gp: the filters of the first layer, and what they make of a
# digit.
file = folder."/13_convolution.dat"
set terminal pngcairo size 900,520 font "Helvetica,12" background "#ffffff"
set output picture
unset key
unset colorbox
unset tics
unset xlabel
unset ylabel
set size ratio 1
set border 31 linewidth 0.5 linecolor "#888888"
set multiplot

# Picture k of the file, of n x n pixels, in column c and row r of the sheet.
left = 0.215
side = 0.094
tall = side * 900 / 520
place(c) = left + c * (side + 0.003)
top(r) = 0.775 - r * (tall + 0.012) - (r > 1 ? 0.15 : 0)
set lmargin 0
set rmargin 0
set tmargin 0
set bmargin 0

set label 1 "16 filters of 5 x 5 weights: blue below zero, red above" at screen left, 0.965 front
set label 2 "what each makes of the digit: relu(A W + b), 8 x 8 x 16" at screen left, 0.465 front
set label 3 "a digit" at screen 0.02, 0.465 front
stats file using 3 index 0:15 nooutput
most = STATS_max > -STATS_min ? STATS_max : -STATS_min
set palette defined (-1 "#2050c0", 0 "#ffffff", 1 "#c83020")
set cbrange [-most:most]
do for [k = 0:15] {
    set origin place(k % 8), top(k / 8)
    set size side, tall
    set xrange [-0.5:4.5]
    set yrange [4.5:-0.5]
    plot file index k using 1:2:3 with image pixels
    unset label
}
set palette defined (0 "#ffffff", 1 "#202020")
set xrange [-0.5:7.5]
set yrange [7.5:-0.5]
set cbrange [0:1]
set origin 0.02, top(3)
set size 0.165, 0.165 * 900 / 520
plot file index 16 using 1:2:3 with image pixels
set xrange [*:*]
set yrange [*:*]
stats file using 3 index 17:32 nooutput
set xrange [-0.5:7.5]
set yrange [7.5:-0.5]
set cbrange [0:STATS_max]
do for [k = 0:15] {
    set origin place(k % 8), top(2 + k / 8)
    set size side, tall
    plot file index 17 + k using 1:2:3 with image pixels
}
unset multiplot
