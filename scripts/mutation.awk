# awk -v seed=S -v count=N -f mutation.awk <headers...>: draws N changes of one point each and prints, for each, a line of
# number, file:line, the line before, the line after; parted by tabs.
#
# A line can be drawn if it holds a point that the table below can change, all such lines with the same chance; then one
# of its points, all with the same chance. No line is drawn twice. Comments, preprocessor lines and the insides of strings
# hold no point. Left out is what would hardly ever compile: lines that begin with `template`, `using` or `namespace`, a
# number that is an argument of view<>, vector<> and the like, a plus that joins strings. Binary operators are told from brackets, references and pointers by the spaces that clang-format gives them.
BEGIN {
    # An operator between spaces, or at the end of a line.
    swap(" < ", " <= "); swap(" > ", " >= "); swap(" == ", " != "); swap(" && ", " || "); swap(" + ", " - ")
    swap(" * ", " / "); swap(" << ", " >> "); swap(" & ", " | "); swap(" += ", " -= "); swap(" *= ", " /= ")
    swap(" <<= ", " >>= "); swap(" &= ", " |= ")
    change(" % ", " / "); change(" ^ ", " | "); change(" ^= ", " |= "); change(" ? ", " == false ? ")
    # Wherever it stands.
    swap("++", "--")
    swap("256_add_", "256_sub_"); swap("256_and_", "256_or_"); swap("256_min_", "256_max_"); swap("256_mul_", "256_add_")
    swap("_fmadd_", "_fnmadd_"); swap("_CMP_LT_", "_CMP_LE_"); swap("_CMP_GT_", "_CMP_GE_"); swap("_slli_", "_srli_")
    # A word of its own; with the bracket that follows if it is a function.
    word_swap("true", "false"); word_swap("max(", "min("); word_swap("fma(", "fnma("); word_swap("any(", "all(")
    word_swap("break", "continue"); word_change("abs(", "(")
    # Beside these: a literal becomes the next one (see next_literal); `!` and the sign `-` are dropped; the condition of
    # an `if` or a `while` is negated.
    state = seed % 2147483647
    if (state <= 0) state = 1
    for (i = 0; i < 10; ++i) random(1)
}

function change(from, to) { operator[++operators] = from; instead[operators] = to }
function swap(one, other) { change(one, other); change(other, one) }
function word_change(from, to) { word[++words] = from; instead_of_word[words] = to }
function word_swap(one, other) { word_change(one, other); word_change(other, one) }

# Park and Miller's generator, in what every awk's doubles hold exactly: a number in 0 .. n - 1.
function random(n) {
    state = state * 48271 % 2147483647
    return int(state / 2147483647 * n)
}

# The line with strings, characters and comments blanked, each column where it was.
function code_of(line,    i, c, quote, result) {
    result = ""
    quote = ""
    for (i = 1; i <= length(line); ++i) {
        c = substr(line, i, 1)
        if (in_comment) {
            if (substr(line, i, 2) == "*/") { in_comment = 0; ++i; result = result " " }
            result = result " "
        } else if (quote != "") {
            result = result "\""
            if (c == "\\") { ++i; result = result "\"" }
            else if (c == quote) quote = ""
        } else if (substr(line, i, 2) == "//") {
            break
        } else if (substr(line, i, 2) == "/*") {
            in_comment = 1
            ++i
            result = result "  "
        } else if (c == "\"" || (c == "'" && substr(line, i - 1, 1) !~ /[0-9A-Fa-f]/)) {
            quote = c
            result = result "\""
        } else {
            result = result c
        }
    }
    return result
}

# Changes the length characters at a place; the point is noted with the line it gives.
function point(at, length_, text) {
    mutant[++points] = substr($0, 1, at - 1) text substr($0, at + length_)
}

# An integer becomes the next one. Of a number with a fraction or an exponent the last digit is changed, or the sixth of
# its significant ones if there are more: seen by a float, and little.
function next_literal(number,    hex, suffix, digits, end, i, seen, c, significant) {
    hex = number ~ /^0[xX]/
    if (number ~ /^0[bB]/) return number "0"
    if (hex ? number !~ /[.pP]/ : number !~ /[.eE]/) {
        digits = number
        sub(/[uUlLzZ]+$/, "", digits)
        suffix = substr(number, length(digits) + 1)
        if (hex) return substr(digits, 1, length(digits) - 1) next_digit(substr(digits, length(digits))) suffix
        gsub(/'/, "", digits)
        if (length(digits) < 16) return sprintf("%.0f", digits + 1) suffix
        return substr(digits, 1, length(digits) - 1) next_digit(substr(digits, length(digits))) suffix
    }
    significant = 0
    for (i = hex ? 3 : 1; i <= length(number) && significant < 6; ++i) {
        c = substr(number, i, 1)
        if (hex ? c ~ /[pP]/ : c ~ /[eEfFlL]/) break
        if (c ~ /[0-9A-Fa-f]/) {
            seen = i
            if (significant > 0 || c != "0") ++significant
        }
    }
    return substr(number, 1, seen - 1) next_digit(substr(number, seen, 1)) substr(number, seen + 1)
}
function next_digit(d,    at) {
    at = index("0123456789abcdef", tolower(d))
    return d == "9" ? "8" : at == 16 ? "e" : substr("0123456789abcdef", at + 1, 1)
}

# Where `what` stands next, from column `from` on; 0: nowhere.
function next_place(code, what, from,    at) {
    at = index(substr(code, from), what)
    return at == 0 ? 0 : from + at - 1
}

# Whether the plus at a column has a string beside it, which can only be added.
function joins_strings(code, at) {
    return substr(code, at - 1, 1) == "\"" || substr(code, at + 3) ~ /^("|std::to_string)/ ||
        substr(code, 1, at) ~ /std::to_string\([^()]*\) $/
}

# Every point of the line.
function find_points(code,    i, k, c, before, number, depth, end) {
    points = 0
    code = code " "
    for (k = 1; k <= operators; ++k)
        for (i = next_place(code, operator[k], 1); i > 0; i = next_place(code, operator[k], i + 1)) {
            if (operator[k] == " + " && joins_strings(code, i)) continue
            end = instead[k]
            if (i + length(operator[k]) - 1 > length($0)) sub(/ $/, "", end)
            point(i, length(operator[k]), end)
        }
    for (k = 1; k <= words; ++k)
        for (i = next_place(code, word[k], 1); i > 0; i = next_place(code, word[k], i + 1))
            if (substr(code, i - 1, i > 1) !~ /[A-Za-z0-9_]/ &&
                (word[k] ~ /\($/ || substr(code, i + length(word[k]), 1) !~ /[A-Za-z0-9_]/))
                point(i, length(word[k]), instead_of_word[k])
    before = "("
    for (i = 1; i <= length(code); ++i) {
        c = substr(code, i, 1)
        if (c ~ /[0-9]/ && substr(code, i - 1, i > 1) !~ /[A-Za-z0-9_.]/) {
            match(substr(code, i), /^0[xX][0-9A-Fa-f.']*([pP][-+]?[0-9]+)?[A-Za-z]*|^[0-9][0-9.']*([eE][-+]?[0-9]+)?[A-Za-z]*/)
            number = substr(code, i, RLENGTH)
            if (substr(code, 1, i - 1) !~ /(view|rows|matrix|array|vector|mask|integers)<[^<>]*, $/)
                point(i, length(number), next_literal(number))
            i += length(number) - 1
            c = "0"
        } else if (c == "!" && substr(code, i + 1, 1) != "=" && substr(code, 1, i - 1) !~ /operator$/) {
            point(i, 1, "")
        } else if (c == "-" && substr(code, i + 1, 1) ~ /[A-Za-z0-9_(.]/ &&
                   (before ~ /[(,{=?:|&<>+*\/%[]/ || substr(code, 1, i - 1) ~ /(return|^)[ ]*$/)) {
            point(i, 1, "")
        } else if (c == "(" && substr(code, 1, i - 1) ~ /(^|[ }])(if|if constexpr|while) $/) {
            depth = 0
            for (end = i; end <= length(code); ++end) {
                if (substr(code, end, 1) == "(") ++depth
                if (substr(code, end, 1) == ")" && --depth == 0) {
                    point(i + 1, end - i - 1, "!(" substr($0, i + 1, end - i - 1) ")")
                    break
                }
            }
        }
        if (c != " ") before = c
    }
}

{
    code = code_of($0)
    skipped = in_macro || code ~ /^[ \t]*(#|(template|using|namespace)([^A-Za-z0-9_]|$))/
    in_macro = (in_macro || code ~ /^[ \t]*#/) && /\\$/
    if (skipped) next
    find_points(code)
    if (points == 0) next
    ++lines
    place[lines] = FILENAME ":" FNR
    text[lines] = $0
    ways[lines] = points
    for (k = 1; k <= points; ++k) way[lines, k] = mutant[k]
}

END {
    print "handgrad mutation: " lines " lines can be drawn" >"/dev/stderr"
    for (n = 1; n <= count && n <= lines; ++n) {
        do i = 1 + random(lines); while (i in drawn)
        drawn[i] = 1
        printf "%d\t%s\t%s\t%s\n", n, place[i], text[i], way[i, 1 + random(ways[i])]
    }
}
