# gnuplot -e "folder='...'; picture='...'" 01_softmax_regression.gp: the columns of theta as ten pictures. With
# data='01_softmax_regression_mnist', those of MNIST.
if (!exists("data")) { data = "01_softmax_regression" }
file = folder."/".data.".dat"

set terminal pngcairo size 920,420 font "Helvetica,13" background "#ffffff"
set output picture
set palette defined (-1 "#2166ac", -0.4 "#92c5de", 0 "#f7f7f7", 0.4 "#f4a582", 1 "#b2182b")
stats file index 0 using 1 nooutput
side = STATS_max
stats file using 3 nooutput
bound = 0.7 * (STATS_max > -STATS_min ? STATS_max : -STATS_min) # the few largest may look alike
set cbrange [-bound:bound]
set xrange [-0.5:side + 0.5]
set yrange [side + 0.5:-0.5]
set size ratio -1
unset tics
unset key
set border 31 linecolor "#bbbbbb"

set multiplot
do for [k = 0:9] {
    set lmargin at screen 0.02 + 0.176 * (k % 5)
    set rmargin at screen 0.02 + 0.176 * (k % 5) + 0.166
    set tmargin at screen 0.93 - 0.475 * (k / 5)
    set bmargin at screen 0.93 - 0.475 * (k / 5) - 0.40
    set title sprintf("%d", k) offset 0,-0.7
    # The scale once, beside the last one of a row.
    if (k == 4) {
        set colorbox user origin 0.91,0.2 size 0.018,0.6
        set cbtics ("against" -bound, "0" 0, "for" bound) scale 0 offset -0.8 textcolor "#333333" font ",11"
    } else { unset colorbox }
    plot file index k using 1:2:3 with image pixels
}
unset multiplot
